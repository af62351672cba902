import { randomUUID } from 'node:crypto';
import { failure } from '#shared/errors/failure.ts';
import { type JobKind, phasesOf } from '#shared/maintenance/phases.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import { type GatewayEntry, gatewayName } from '../gateways/address-book.ts';
import type { GatewaySession } from '../sessions/gateway-session.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import type { JobFile } from './job-context.ts';
import type { JobRecord } from './job-record.ts';
import { readManifest, targetOf } from './read-manifest.ts';

export interface JobRequest {
  kind: JobKind;
  gatewayId: string;
  fileToken: string | null;
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
  deps: { entry: GatewayEntry; session: GatewaySession; files: FileShelf; now: () => number },
): Promise<Result<PreparedJob>> {
  const { entry, session, now } = deps;
  const gateway = gatewayName(entry);
  const connected = await ensureConnected(entry, session);
  if (!connected.ok) return connected;
  const read = await readCapabilities(session.client, { gateway, address: entry.address });
  if (!read.ok) return read;
  const capabilities = read.value;
  const file = request.fileToken === null ? ok(null) : await openFile(request.fileToken, deps.files);
  if (!file.ok) return file;
  const manifest = file.value === null ? null : await readManifest(file.value);

  const { kind } = request;
  const phases = phasesOf(kind, { backupFirst: request.backupFirst });
  const from = kind === 'firmware' ? capabilities?.firmware : capabilities?.revision;
  const { path: _path, ...shownFile } = file.value ?? { path: '', name: '', bytes: 0, sha256: '' };
  const record: JobRecord = {
    format: 1,
    inner: { gatewayJobId: null, bootId: capabilities?.bootId ?? null },
    job: {
      id: randomUUID(),
      kind,
      gatewayId: entry.id,
      gatewayName: gateway,
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
      from: kind === 'backup' ? null : (from ?? null),
      to: manifest === null ? null : targetOf(manifest),
      file: file.value === null ? null : shownFile,
      backupId: null,
      downtimeMs: null,
      log: [],
      dismissed: false,
    },
  };
  return ok({ record, file: file.value, extensions: capabilities?.extensions ?? [] });
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
