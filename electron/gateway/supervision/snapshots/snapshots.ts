import { createWriteStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import { fsyncFolder } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { expectedFailure } from '#platform/http/expected-failure.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { readBackup } from '../backup/read-backup.ts';
import { type BackupFacts, prepareBackup } from '../backup/write-backup.ts';
import { snapshotStamp } from '../system/gateway-time.ts';
import { snapshotsToDelete } from './retention.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export interface Snapshots {
  /** Takes one, reads it back and lists it; then the oldest ones go. Fails with DISK_FULL, SNAPSHOT_NOT_VERIFIED. */
  create(origin: Snapshot['origin'], label?: string): Promise<Result<Snapshot>>;
  list(): Snapshot[];
  get(name: string): Snapshot | null;
  /** Where the file of a listed snapshot lies. */
  pathOf(snapshot: Snapshot): string;
  /** False when there is none of that name. */
  remove(name: string): Promise<boolean>;
  /** Brings list and folder together after a kill, or after a person copied or deleted files. */
  reconcile(): Promise<void>;
  /** Resolves when nothing of it runs any more. */
  idle(): Promise<void>;
}

interface SnapshotsOptions {
  database: Database;
  store: SnapshotStore;
  folder: string;
  uploadsFolder: string;
  facts: (origin: BackupFacts['origin']) => BackupFacts;
  retention: () => { keepCount: number; keepDays: number };
  firstAccount: Promise<void>;
  log: Logger;
}

const namePattern = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(-\d+)?\.zip$/;
const unfinished = '.unfinished';

export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { store, folder, log } = options;
  const pathOf = ({ name }: Pick<Snapshot, 'name'>) => join(folder, name);
  const remove = async (name: string) => {
    if (store.get(name) === null) return false;
    await rm(join(folder, name), { force: true });
    store.remove(name);
    return true;
  };
  const prune = async () => {
    for (const name of snapshotsToDelete(store.list(), options.retention(), new Date())) {
      await remove(name);
      log.info({ snapshot: name }, 'a snapshot was deleted by the retention rule');
    }
  };
  // One at a time: two of the same second must not take the same name.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    create: (origin, label) =>
      inTurn(async () => {
        const taken = await take(options, origin, label);
        if (taken.ok) await prune();
        return taken;
      }),
    list: store.list,
    get: store.get,
    pathOf,
    remove,
    // In turn, too: it removes unfinished files.
    reconcile: () => inTurn(() => reconcile(options)),
    idle: () => inTurn(() => Promise.resolve()),
  };
}

async function take(
  options: SnapshotsOptions,
  origin: Snapshot['origin'],
  label: string | undefined,
): Promise<Result<Snapshot>> {
  const { store, folder, log } = options;
  await options.firstAccount;
  const facts = options.facts(origin);
  const name = await freeName(folder, snapshotStamp(facts.createdAt));
  const temporary = join(folder, `.${name}${unfinished}`);
  try {
    await write(options, temporary, facts);
    const verified = await verify(temporary, name);
    if (!verified.ok) {
      await rm(temporary, { force: true });
      return fail(failure('SNAPSHOT_NOT_VERIFIED', { why: verified.failure.message }));
    }
    await rename(temporary, join(folder, name));
    await fsyncFolder(folder);
    const snapshot: Snapshot = {
      name,
      createdAt: facts.createdAt.toISOString(),
      ...verified.value,
      origin,
      revision: facts.revision,
      verified: true,
      ...(label !== undefined && { label }),
    };
    store.put(snapshot);
    log.info({ snapshot: name, origin, bytes: snapshot.bytes }, 'snapshot taken');
    return ok(snapshot);
  } catch (error) {
    await rm(temporary, { force: true });
    const expected: Failure | null = expectedFailure(error, 'taking a snapshot');
    if (expected === null) throw error;
    return fail(expected);
  }
}

async function write(options: SnapshotsOptions, path: string, facts: BackupFacts): Promise<void> {
  const prepared = await prepareBackup(options.database, options.uploadsFolder, facts);
  try {
    await prepared.writeTo(createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  } finally {
    await prepared.discard();
  }
}

/** Read back as a restore would read it: only then it is worth its name. */
async function verify(path: string, name: string): Promise<Result<{ bytes: number; sha256: string }>> {
  const read = await readBackup(path, name, () => undefined);
  return read.ok ? ok(await hashFile(path)) : read;
}

async function freeName(folder: string, stamp: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stamp}.zip` : `${stamp}-${n}.zip`;
    try {
      await stat(join(folder, name));
    } catch (error) {
      if (isFileError(error, 'ENOENT')) return name;
      throw error;
    }
  }
}

async function reconcile({ store, folder, log }: SnapshotsOptions): Promise<void> {
  const names = new Set(await readdir(folder));
  for (const name of names) if (name.endsWith(unfinished)) await rm(join(folder, name), { force: true });
  for (const { name } of store.list()) {
    if (names.has(name)) continue;
    store.remove(name);
    log.warn({ snapshot: name }, 'a listed snapshot is not in its folder any more');
  }
  for (const name of names) {
    if (!namePattern.test(name) || store.get(name) !== null) continue;
    await adopt(store, folder, name, log);
  }
}

async function adopt(store: SnapshotStore, folder: string, name: string, log: Logger): Promise<void> {
  const read = await readBackup(join(folder, name), name, () => undefined);
  if (!read.ok) {
    log.warn({ snapshot: name, why: read.failure }, 'a file in the snapshot folder is no usable backup');
    return;
  }
  const { createdAt, origin, revision } = read.value;
  store.put({
    name,
    createdAt: new Date(createdAt).toISOString(),
    ...(await hashFile(join(folder, name))),
    origin: origin === 'backup' ? 'manual' : origin,
    revision,
    verified: true,
  });
}
