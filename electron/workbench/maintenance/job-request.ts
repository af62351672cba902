import { randomUUID } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { type JobKind, phasesOf } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import { type GatewayEntry, gatewayName } from '../gateways/address-book.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import type { JobFile } from './job-context.ts';
import type { JobRecord } from './job-record.ts';
import { readManifest, targetOf } from './read-manifest.ts';
import { readRemote } from './read-remote.ts';

export interface JobRequest {
  kind: JobKind;
  gatewayId: string;
  fileToken: string | null;
  /** Name of a snapshot on the gateway. */
  snapshot: string | null;
  backupFirst: boolean;
  allowDowngrade: boolean;
}

export interface PreparedJob {
  record: JobRecord;
  file: JobFile | null;
  extensions: readonly string[];
}

/**
 * Turns a request into a job that can be journalled: the gateway answers, its boot id is known, the file is there and
 * hashed. Failures: those of connection and file.
 */
export async function prepareJob(
  request: JobRequest,
  deps: {
    entry: GatewayEntry;
    session: GatewaySession;
    management: GatewayClient | null;
    files: FileShelf;
    now: () => number;
  },
): Promise<Result<PreparedJob>> {
  const { entry, session, now } = deps;
  const gateway = gatewayName(entry);
  const offered = checkOffered(request, entry);
  if (!offered.ok) return offered;
  const connected = await ensureConnected(entry, session);
  if (!connected.ok) return connected;
  const read = await readCapabilities(session.client, { gateway, address: entry.address });
  if (!read.ok) return read;
  const capabilities = read.value;
  const file = request.fileToken === null ? ok(null) : await openFile(request.fileToken, deps.files);
  if (!file.ok) return file;
  const manifest = file.value === null ? null : await readManifest(file.value);
  const target = manifest === null ? null : targetOf(manifest);
  const remote = await readRemote(request, { ...deps, gateway, capabilities });
  if (!remote.ok) return remote;

  const { kind } = request;
  const phases = phasesOf(kind, { backupFirst: request.backupFirst });
  const from = kind === 'firmware' ? capabilities?.firmware : capabilities?.revision;
  const record: JobRecord = {
    format: 1,
    inner: { gatewayJobId: null, bootId: capabilities?.bootId ?? null },
    job: {
      id: randomUUID(),
      kind,
      gatewayId: entry.id,
      gatewayName: gateway,
      via: session.connection().via,
      state: 'running',
      phases: phases.map((row) => row.phase),
      phase: phases[0]?.phase ?? '',
      progress: 0,
      transfer: null,
      cancellable: phases[0]?.cancellable ?? false,
      startedAt: now(),
      endedAt: null,
      outcome: null,
      summary: null,
      failure: null,
      from: saves(kind) ? null : (from ?? remote.value.from),
      to: target ?? remote.value.to,
      file: file.value === null ? remote.value.file : shownFile(file.value),
      backupId: null,
      downtimeMs: null,
      log: [],
      dismissed: false,
    },
  };
  // What jobs there are is told to sessions only, not to keys.
  const extensions = entry.offers.system ? (capabilities?.extensions ?? []) : [];
  return ok({ record, file: file.value, extensions });
}

const saves = (kind: JobKind): boolean => kind === 'backup' || kind === 'snapshot-download';
const shownFile = ({ name, bytes, sha256 }: JobFile) => ({ name, bytes, sha256 });

/** Everything but an update goes through the system API; an update wants a backup from there, too, when one is taken. */
function checkOffered({ kind, backupFirst }: JobRequest, entry: GatewayEntry): Result<null> {
  const gateway = gatewayName(entry);
  const { system, management } = entry.offers;
  if (kind === 'update' && !management) {
    return fail(failure('NOT_OFFERED', { gateway, what: 'the management API' }));
  }
  if (system || (kind === 'update' && !backupFirst)) return ok(null);
  const what = kind === 'update' ? 'backups; update it without one' : 'the system API';
  return fail(failure('NOT_OFFERED', { gateway, what }));
}

/** A job needs a session; one that only has to be made again is made again here. */
async function ensureConnected(entry: GatewayEntry, session: GatewaySession): Promise<Result<null>> {
  if (session.connection().state !== 'connected') await session.connect();
  const { state, failure: why } = session.connection();
  if (state === 'connected') return ok(null);
  const { username, address } = entry;
  return fail(why ?? failure('LOGIN_NEEDED', { username, gateway: address }));
}

async function openFile(token: string, files: FileShelf): Promise<Result<JobFile>> {
  const found = await files.find(token);
  if (!found.ok) return found;
  const digest = await files.digest(token);
  return digest.ok ? ok({ ...found.value, ...digest.value }) : digest;
}
