import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { LentLine } from '#platform/link/lent-line.ts';
import { failure } from '#shared/errors/failure.ts';
import type { ConsoleTransfer, TransferProtocol } from '#shared/gateway-api/console/transfer-api.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Sessions } from '../../session/session.ts';
import type { ResumableUploads } from '../../uploads/resumable-uploads.ts';
import { type DownloadCaller, spoolDownload } from './download-spool.ts';
import { carryOver, type Owner, settleEntry, shownEntry, type TransferEntry } from './transfer-entry.ts';

/** Files that were announced over the console and go over its line when the client asks for it. */
export interface ConsoleTransfers {
  /** Fails as {@link ResumableUploads.begin}. */
  put(
    file: { name: string; bytes: number; sha256: string; protocol: TransferProtocol },
    owner: Owner,
  ): Promise<Result<ConsoleTransfer>>;
  /** `path`: a download of the API. Fails with what that answers. */
  get(
    path: string,
    protocol: TransferProtocol,
    owner: Owner,
    caller: DownloadCaller,
  ): Promise<Result<ConsoleTransfer>>;
  find(id: string, owner: Owner): Promise<ConsoleTransfer | null>;
  giveUp(id: string, owner: Owner): Promise<boolean>;
  /** The line is free for this transfer. Gives it back at once when there is none of this id. Never rejects. */
  run(id: string, lent: LentLine): Promise<void>;
  /** Forgets everything; what was spooled is removed. */
  close(): Promise<void>;
}

interface ConsoleTransfersDeps {
  app: Pick<FastifyInstance, 'inject'>;
  uploadsFolder: string;
  resumable: Pick<ResumableUploads, 'begin'>;
  sessions: Pick<Sessions, 'find'>;
  now(): number;
  log: Logger;
}

/** At the same time. One line carries one file; the others were cut off and may be gone on with. */
const keptTransfers = 8;
const keptMs = 24 * 60 * 60 * 1000;
const sweepEveryMs = 60 * 60 * 1000;

export function createConsoleTransfers(deps: ConsoleTransfersDeps): ConsoleTransfers {
  const entries = new Map<string, TransferEntry>();

  async function forget(id: string): Promise<void> {
    const entry = entries.get(id);
    entries.delete(id);
    // A finished upload is another call's now, and one that was cut off can be gone on with.
    if (entry?.view.direction === 'get') await removeSpool(entry);
  }

  /** What is too old goes, then what was not used for longest, until no more than `kept` are there. */
  async function sweep(kept: number): Promise<void> {
    const idle = [...entries].filter(([, { view }]) => view.state !== 'running');
    idle.sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs);
    for (const [id, { usedAtMs }] of idle) {
      if (entries.size > kept || usedAtMs + keptMs < deps.now()) await forget(id);
    }
  }
  const sweeping = setInterval(() => {
    sweep(keptTransfers).catch((error) => deps.log.warn({ error }, 'old downloads could not be removed'));
  }, sweepEveryMs);
  sweeping.unref();

  function add(
    view: Omit<ConsoleTransfer, 'offset' | 'state' | 'failure'>,
    owner: Owner,
    path: string,
  ): TransferEntry {
    const entry: TransferEntry = {
      view: { ...view, state: 'waiting', failure: null },
      owner,
      path,
      usedAtMs: deps.now(),
    };
    entries.set(view.id, entry);
    return entry;
  }

  function owned(id: string, owner: Owner): TransferEntry | null {
    const entry = entries.get(id);
    if (entry === undefined || entry.owner.username !== owner.username) return null;
    // The session that announced it may have ended with the cable.
    entry.owner = owner;
    entry.usedAtMs = deps.now();
    return entry;
  }

  return {
    async put({ name, bytes, sha256, protocol }, owner) {
      await sweep(keptTransfers - 1);
      const begun = await deps.resumable.begin({ name, bytes, sha256 });
      if (!begun.ok) return begun;
      const { id, path } = begun.value;
      const running = entries.get(id);
      if (running?.view.state === 'running') return ok(await shownEntry(running));
      const entry = add({ id, direction: 'put', name, bytes, sha256, protocol, upload: null }, owner, path);
      return ok(await shownEntry(entry));
    },
    async get(path, protocol, owner, caller) {
      await sweep(keptTransfers - 1);
      const id = randomBytes(16).toString('hex');
      const folder = join(deps.uploadsFolder, `console-${id}`);
      const spooled = await spoolDownload(deps.app, path, caller, folder);
      if (!spooled.ok) return spooled;
      const { name, bytes, sha256 } = spooled.value;
      const view = { id, direction: 'get', name, bytes, sha256, protocol, upload: null } as const;
      return ok(await shownEntry(add(view, owner, spooled.value.path)));
    },
    async find(id, owner) {
      const entry = owned(id, owner);
      return entry === null ? null : shownEntry(entry);
    },
    async giveUp(id, owner) {
      if (owned(id, owner) === null) return false;
      await forget(id);
      return true;
    },
    async run(id, lent) {
      const entry = entries.get(id);
      if (entry === undefined || deps.sessions.find(entry.owner.sessionId) === null) {
        lent.giveBack();
        return;
      }
      const { view } = entry;
      view.state = 'running';
      try {
        const ended = await carryOver(entry, lent);
        settleEntry(entry, ended);
        // The client has stored it: nobody needs ours any more.
        if (view.direction === 'get' && ended.ok && ended.value.end === 'completed') await removeSpool(entry);
        deps.log.info({ transfer: view, ended }, 'a file transfer over the console has ended');
      } catch (error) {
        view.state = 'waiting';
        view.failure = failure('GATEWAY_INTERNAL');
        deps.log.error({ error, transfer: view }, 'a file transfer over the console failed');
      }
    },
    async close() {
      clearInterval(sweeping);
      for (const id of [...entries.keys()]) await forget(id);
    },
  };
}

const removeSpool = ({ path }: TransferEntry): Promise<void> =>
  rm(dirname(path), { recursive: true, force: true });
