import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { LentLine } from '#platform/link/lent-line.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import type { TransferReport } from '#platform/transfer/run-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import type { ConsoleTransfer, TransferProtocol } from '#shared/gateway-api/console/transfer-api.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Sessions } from '../../session/session.ts';
import type { ResumableUploads } from '../../uploads/resumable-uploads.ts';
import { announcedFileSink } from '#platform/link/announced-file.ts';
import { type DownloadCaller, spoolDownload } from './download-spool.ts';

/** Who announced a transfer: only the same account sees it, and only while it is logged in. */
export interface Owner {
  username: string;
  sessionId: string;
}

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

interface Entry {
  view: Omit<ConsoleTransfer, 'offset'>;
  owner: Owner;
  path: string;
  usedAtMs: number;
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

export function createConsoleTransfers(deps: ConsoleTransfersDeps): ConsoleTransfers {
  const entries = new Map<string, Entry>();

  async function forget(id: string): Promise<void> {
    const entry = entries.get(id);
    entries.delete(id);
    // A finished upload is another call's now, and one that was cut off can be gone on with.
    if (entry?.view.direction === 'get') await rm(dirname(entry.path), { recursive: true, force: true });
  }

  /** Room for one more: what is too old goes, then what was not used for longest. */
  async function makeRoom(): Promise<void> {
    const idle = [...entries].filter(([, { view }]) => view.state !== 'running');
    idle.sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs);
    for (const [id, { usedAtMs }] of idle) {
      if (entries.size >= keptTransfers || usedAtMs + keptMs < deps.now()) await forget(id);
    }
  }

  function add(
    view: Omit<ConsoleTransfer, 'offset' | 'state' | 'failure'>,
    owner: Owner,
    path: string,
  ): Entry {
    const entry: Entry = {
      view: { ...view, state: 'waiting', failure: null },
      owner,
      path,
      usedAtMs: deps.now(),
    };
    entries.set(view.id, entry);
    return entry;
  }

  function owned(id: string, owner: Owner): Entry | null {
    const entry = entries.get(id);
    if (entry === undefined || entry.owner.username !== owner.username) return null;
    // The session that announced it may have ended with the cable.
    entry.owner = owner;
    entry.usedAtMs = deps.now();
    return entry;
  }

  async function transfer({ view, path }: Entry, lent: LentLine): Promise<Result<TransferReport>> {
    const { protocol } = view;
    // The protocols are loaded with the first file.
    const { receiveOverLink, sendOverLink } = await import('#platform/link/link-transfer.ts');
    if (view.direction === 'put') {
      const sink = announcedFileSink({ ...view, path }, { resumes: protocol === 'zmodem' });
      return receiveOverLink(lent, { protocol, sink });
    }
    const source = await filesToSend([path]);
    if (source.ok) return sendOverLink(lent, { protocol, source: source.value });
    lent.giveBack();
    return source;
  }

  return {
    async put({ name, bytes, sha256, protocol }, owner) {
      await makeRoom();
      const begun = await deps.resumable.begin({ name, bytes, sha256 });
      if (!begun.ok) return begun;
      const { id, path } = begun.value;
      const running = entries.get(id);
      if (running?.view.state === 'running') return ok(await shown(running));
      const entry = add({ id, direction: 'put', name, bytes, sha256, protocol, upload: null }, owner, path);
      return ok(await shown(entry));
    },
    async get(path, protocol, owner, caller) {
      await makeRoom();
      const id = randomBytes(16).toString('hex');
      const folder = join(deps.uploadsFolder, `console-${id}`);
      const spooled = await spoolDownload(deps.app, path, caller, folder);
      if (!spooled.ok) return spooled;
      const { name, bytes, sha256 } = spooled.value;
      const view = { id, direction: 'get', name, bytes, sha256, protocol, upload: null } as const;
      return ok(await shown(add(view, owner, spooled.value.path)));
    },
    async find(id, owner) {
      const entry = owned(id, owner);
      return entry === null ? null : shown(entry);
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
        const ended = await transfer(entry, lent);
        settle(entry, ended);
        deps.log.info({ transfer: view, ended }, 'a file transfer over the console has ended');
      } catch (error) {
        lent.giveBack();
        view.state = 'waiting';
        view.failure = failure('GATEWAY_INTERNAL');
        deps.log.error({ error, transfer: view }, 'a file transfer over the console failed');
      }
    },
    async close() {
      for (const id of [...entries.keys()]) await forget(id);
    },
  };
}

async function shown({ view, path }: Entry): Promise<ConsoleTransfer> {
  const offset = view.direction === 'put' ? (await stat(path).catch(() => ({ size: 0 }))).size : 0;
  return { ...view, offset };
}

function settle({ view }: Entry, ended: Result<TransferReport>): void {
  view.state = 'waiting';
  view.failure = null;
  if (!ended.ok) {
    const { code, message } = ended.failure;
    view.failure = { code, message };
  } else if (ended.value.files.length > 0) {
    view.state = 'complete';
    view.upload = view.direction === 'put' ? view.id : null;
  } else {
    const { code, message } = failure('TRANSFER_NO_ANSWER');
    view.failure = { code, message };
  }
}
