import { failure } from '#shared/errors/failure.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { requestFor } from '../sessions/contract-request.ts';
import type { SerialFiles } from '../sessions/serial/serial-files.ts';
import { giveUpUpload, sendResumably } from '../transfers/resumable-upload.ts';
import { uploadFile } from '../transfers/upload.ts';
import { acceptAnswer, adoptUpload, jobsBefore, requestChange } from './accept-change.ts';
import type { JobContext, JobFile, StepEnd } from './job-context.ts';

const callOf = { upgrade: 'upgrade', firmware: 'firmwareUpgrade', restore: 'restore' } as const;
type UploadKind = keyof typeof callOf;
const isUpload = (kind: JobKind): kind is UploadKind => kind in callOf;

/** Below this a file is sent again as quickly as its rest is. */
const worthResumingBytes = 4 * 1024 * 1024;

/** Sends the file and waits for the gateway's word. Ends well only with 200 or with the gateway's own job for this file. */
export async function uploadStep(context: JobContext): Promise<StepEnd> {
  const { handle, file } = context;
  const { kind } = handle.job();
  if (file === null || !isUpload(kind)) throw new Error(`a ${kind} job has no upload`);
  const call = callOf[kind];
  await handle.enter('upload');
  const query: Record<string, string> = {};
  if (call === 'upgrade' && context.allowDowngrade) query.allowDowngrade = 'true';
  const files = context.session.files();
  if (files !== null) return sendByCable(context, file, files, { call, query });
  if (context.extensions.includes('tus') && file.bytes >= worthResumingBytes) {
    const sent = await sendInParts(context, file);
    if (!sent.ok) return sent;
    if (sent.value !== null) {
      return changeBy(context, { call, query: { ...query, upload: sent.value }, what: file.name });
    }
  }
  return sendWhole(context, file, { call, query });
}

/** The cable carries the file by itself; the change is then asked for by the upload's id. */
async function sendByCable(
  context: JobContext,
  file: JobFile,
  files: SerialFiles,
  { call, query }: { call: (typeof callOf)[UploadKind]; query: Record<string, string> },
): Promise<StepEnd> {
  const { handle, about, signal } = context;
  const sent = await files.send(file, {
    ...{ gateway: about.gateway, signal, onNote: handle.note },
    onProgress: (transfer) => handle.advance(transfer.bytes / Math.max(1, file.bytes), transfer),
  });
  if (!sent.ok) return sent;
  return changeBy(context, { call, query: { ...query, upload: sent.value }, what: file.name });
}

/** Asks for the change with an upload that lies on the gateway. Refused: it would only stay there, another try brings another. */
async function changeBy(
  context: JobContext,
  asked: {
    call: (typeof callOf)[UploadKind];
    query: Record<string, string> & { upload: string };
    what: string;
  },
): Promise<StepEnd> {
  const end = await requestChange(context, asked);
  if (!end.ok) await giveUpUpload(context.session.client, asked.query.upload);
  return end;
}

/** Bytes go on where they stopped when the line breaks. Answers the upload's id; null where the gateway does not take it so. */
function sendInParts({ handle, session, signal, now, about }: JobContext, file: JobFile) {
  return sendResumably(session.client, {
    file,
    gateway: about.gateway,
    signal,
    now,
    onProgress: (transfer) => handle.advance(transfer.bytes / Math.max(1, file.bytes), transfer),
    onNote: handle.note,
  });
}

async function sendWhole(
  context: JobContext,
  file: JobFile,
  { call, query }: { call: (typeof callOf)[UploadKind]; query: Record<string, string> },
): Promise<StepEnd> {
  const { handle, session, about, signal, now } = context;
  const before = await jobsBefore(context);
  let allSent = false;
  const sent = await uploadFile(session.client, {
    path: requestFor(call, { query }).path,
    file,
    signal,
    now,
    onProgress: (transfer) => handle.advance(transfer.bytes / Math.max(1, file.bytes), transfer),
    onAllSent() {
      allSent = true;
      context.watch();
      // Changes the handle at once, so that a cancel from now on is refused; the journal follows.
      void handle.enter('accepted');
    },
  });
  if (sent.ok) return acceptAnswer(context, call, sent.value, file.name);
  if (signal.aborted || sent.failure.code !== 'GATEWAY_CONNECTION_LOST') return sent;
  const { gateway } = about;
  if (!allSent) return { ok: false, failure: failure('UPLOAD_BROKEN', { gateway }, sent.failure.detail) };
  if (before === null)
    return { ok: false, failure: failure('UPLOAD_UNCERTAIN', { gateway, file: file.name }) };
  return adoptUpload(context, { before, what: file.name, isOurs: (job) => job.file.sha256 === file.sha256 });
}
