import type { Readable } from 'node:stream';
import { createFileBody } from '#platform/files/file-body.ts';
import { createRateMeter, type Transfer } from '#platform/transfer/rate-meter.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { uploadsApi } from '#shared/gateway-api/extensions.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pause } from '../pause.ts';
import { answerFailure } from '../sessions/contract-request.ts';
import type { GatewayClient } from '../sessions/gateway-client.ts';
import type { HttpAnswer } from '../sessions/gateway-http.ts';
import { isSilence } from '../sessions/silence.ts';
import { createStallGuard } from './stall-guard.ts';
import { isFileTrouble } from './upload.ts';

export interface ResumableLimits {
  /** Without a byte for so long the line is taken for broken. */
  stallMs: number;
  /** So long after the last byte the gateway may be away. */
  resumeWithinMs: number;
  askEveryMs: number;
}

const usualLimits: ResumableLimits = { stallMs: 60_000, resumeWithinMs: 10 * 60_000, askEveryMs: 1_000 };
/** An upload that the gateway forgot is begun anew, but not for ever. */
const maxBeginnings = 3;
/** The gateway first lets go of the part that was broken off. */
const giveUpMs = 5_000;
const tus = { 'tus-resumable': '1.0.0' } as const;

/**
 * Sends a file by tus 1.0: after an outage it goes on where it stopped. Answers the id of the finished upload, or null when
 * the gateway does not take files this way. A cancel gives the upload up there, too.
 * Failures: FILE_READ, UPLOAD_BROKEN (the gateway stayed away), what it refuses with, LOGIN_*.
 */
export async function sendResumably(
  client: GatewayClient,
  upload: {
    file: { path: string; name: string; bytes: number };
    gateway: string;
    signal: AbortSignal;
    now: () => number;
    onProgress: (transfer: Transfer) => void;
    onNote: (message: string) => void;
    limits?: Partial<ResumableLimits>;
  },
): Promise<Result<string | null>> {
  const { file, gateway, signal, now } = upload;
  const limits = { ...usualLimits, ...upload.limits };
  const broken = (detail?: string) => fail(failure('UPLOAD_BROKEN', { gateway }, detail));

  for (let beginning = 0; beginning < maxBeginnings; beginning++) {
    const created = await create(client, upload);
    if (!created.ok || created.value === null) return created;
    const id = created.value;
    const sent = await sendAll(id);
    if (sent.ok && sent.value) return ok(id);
    // Where the gateway is away it does not hear that; the upload expires there by itself.
    if (!sent.ok) await giveUpUpload(client, id);
    if (!sent.ok) return sent;
    upload.onNote('the gateway has lost what was sent; it is sent again from the beginning');
  }
  return broken('the gateway lost the upload several times');

  /** True: all is there; false: the gateway knows the upload no longer. */
  async function sendAll(id: string): Promise<Result<boolean>> {
    let offset = 0;
    for (;;) {
      const part = await sendPart(client, { ...upload, id, offset, stallMs: limits.stallMs });
      if (part.ok) {
        const { status } = part.value;
        const reached = Number(part.value.headers['upload-offset']);
        if (status === 204 && reached === file.bytes) return ok(true);
        if (status === 404 || status === 410) return ok(false);
        if (status !== 204 && status !== 409) return fail(refusal(part.value, gateway, uploadsApi.tusPatch));
      } else if (signal.aborted || part.failure.code !== 'GATEWAY_CONNECTION_LOST') {
        return part;
      } else {
        upload.onNote('the connection broke while uploading; it goes on when the gateway answers again');
      }
      const there = await askOffset(id);
      if (!there.ok) return there;
      if (there.value === null) return ok(false);
      // Complete, and only the answer was lost.
      if (there.value === file.bytes) return ok(true);
      offset = there.value;
      upload.onNote(`${formatBytes(offset)} are there; going on from there`);
    }
  }

  /** How much has arrived; null when the gateway knows the upload no longer. */
  async function askOffset(id: string): Promise<Result<number | null>> {
    const giveUpAt = now() + limits.resumeWithinMs;
    for (;;) {
      const asked = await client.send({ method: 'HEAD', path: `/uploads/${id}`, headers: tus, signal });
      if (asked.ok) {
        const { status, headers } = asked.value;
        if (status === 404 || status === 410) return ok(null);
        const offset = Number(headers['upload-offset']);
        if (status === 200 && Number.isSafeInteger(offset) && offset <= file.bytes) return ok(offset);
        if (status < 500) return fail(answerFailure(asked.value, gateway, uploadsApi.tusHead));
      } else if (!isSilence(asked.failure) && asked.failure.code !== 'RATE_LIMITED') {
        return asked;
      }
      if (signal.aborted || now() > giveUpAt) return broken();
      await pause(limits.askEveryMs, signal);
    }
  }
}

/** The id of a new upload; null when there is no such thing here. */
async function create(
  client: GatewayClient,
  { file, gateway, signal }: Parameters<typeof sendResumably>[1],
): Promise<Result<string | null>> {
  const name = Buffer.from(file.name, 'utf8').toString('base64');
  const headers = { ...tus, 'upload-length': String(file.bytes), 'upload-metadata': `filename ${name}` };
  const made = await client.send({ method: 'POST', path: '/uploads', headers, signal, doing: 'uploading' });
  if (!made.ok) return made;
  const { status } = made.value;
  // 429: as many as it holds are there already; the ordinary way is still open.
  if ([404, 405, 429, 501].includes(status)) return ok(null);
  if (status !== 201) return fail(refusal(made.value, gateway, uploadsApi.tusCreate));
  return ok(idIn(made.value.headers.location ?? ''));
}

/** The library of the gateway tells a full disk by its status only. */
const refusal = (answer: HttpAnswer, gateway: string, row: Pick<Endpoint, 'method' | 'path'>): Failure =>
  answer.status === 507
    ? failure('DISK_FULL', { doing: 'receiving the file' }, answer.text)
    : answerFailure(answer, gateway, row);

/** Only the id counts: behind a proxy the rest is another place than ours. */
function idIn(location: string): string | null {
  const last = location.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  return /^[\w.-]{1,100}$/.test(last) ? last : null;
}

async function sendPart(
  client: GatewayClient,
  part: Parameters<typeof sendResumably>[1] & { id: string; offset: number; stallMs: number },
): Promise<Result<HttpAnswer>> {
  const { file, offset, now, signal } = part;
  const bytes = file.bytes - offset;
  const guard = createStallGuard(part.stallMs, signal);
  const trouble: { ofFile: Error | null; body: Readable | null } = { ofFile: null, body: null };
  const open = () => {
    const meter = createRateMeter(file.bytes, now(), offset);
    trouble.body?.destroy();
    const body = createFileBody({
      path: file.path,
      from: offset,
      bytes,
      onBytes(sent) {
        guard.touch();
        meter.add(offset + sent, now());
        part.onProgress(meter.read(now()));
      },
    });
    body.on('error', (error) => {
      if (isFileTrouble(error)) trouble.ofFile = error;
    });
    trouble.body = body;
    return body;
  };
  const sent = await client.send({
    method: 'PATCH',
    path: `/uploads/${part.id}`,
    headers: {
      ...tus,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(bytes),
    },
    body: open,
    // The guard above is the limit.
    timeoutMs: 0,
    signal: guard.signal,
    doing: 'uploading',
  });
  guard.end();
  trouble.body?.destroy();
  if (sent.ok || trouble.ofFile === null || signal.aborted) return sent;
  return fail(failure('FILE_READ', { file: file.name, why: trouble.ofFile.message }));
}

/**
 * So that the gateway's disk is free at once; should that not arrive, the upload expires there by itself. Asked again while
 * the gateway still holds the upload for the part that was broken off.
 */
export async function giveUpUpload(client: GatewayClient, id: string): Promise<void> {
  for (let left = 3; left > 0; left--) {
    const path = `/uploads/${id}`;
    const asked = await client.sendOnce({ method: 'DELETE', path, headers: tus, timeoutMs: giveUpMs });
    if (!asked.ok || [204, 404, 410].includes(asked.value.status)) return;
    await pause(500, new AbortController().signal);
  }
}
