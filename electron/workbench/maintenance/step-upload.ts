import { failure } from '#shared/errors/failure.ts';
import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import { answerFailure, readAnswer, requestFor } from '../sessions/contract-request.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import { uploadFile } from '../transfers/upload.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { pause } from './pause.ts';
import { returnsWithinMs } from './step-restart.ts';

const callOf = { upgrade: 'upgrade', firmware: 'firmwareUpgrade', restore: 'restore' } as const;
type UploadKind = keyof typeof callOf;
const isUpload = (kind: JobKind): kind is UploadKind => kind in callOf;

/** From its first answer after a break the gateway is asked so long whether it took the file: its check takes its time. */
const patienceMs = (bytes: number): number => 5_000 + bytes / checkedBytesPerMs;
/** A small processor unpacks and hashes 20 MB/s. */
const checkedBytesPerMs = 20_000;
const askEveryMs = 500;

/** Sends the file and waits for the gateway's word. Ends well only with 200 or with the gateway's own job for this file. */
export async function uploadStep(context: JobContext): Promise<StepEnd> {
  const { handle, session, file, about, signal, now } = context;
  const { kind } = handle.job();
  if (file === null || !isUpload(kind)) throw new Error(`a ${kind} job has no upload`);
  const call = callOf[kind];
  await handle.enter('upload');
  const jobsBefore = context.extensions.includes('jobs') ? await gatewayJobs(context) : null;
  let allSent = false;
  const query: Record<string, string> = {};
  if (call === 'upgrade' && context.allowDowngrade) query.allowDowngrade = 'true';
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
  if (!sent.ok) {
    if (signal.aborted || sent.failure.code !== 'GATEWAY_CONNECTION_LOST') return sent;
    const { gateway } = about;
    if (!allSent) return { ok: false, failure: failure('UPLOAD_BROKEN', { gateway }, sent.failure.detail) };
    if (jobsBefore !== null) return adoptJob(context, jobsBefore);
    return { ok: false, failure: failure('UPLOAD_UNCERTAIN', { gateway, file: file.name }) };
  }
  const answer = sent.value;
  if (answer.status !== 200) {
    return { ok: false, failure: answerFailure(answer, about.gateway, gatewayApi[call]) };
  }
  if (call === 'restore') {
    const read = readAnswer('restore', answer, about.gateway);
    if (!read.ok) return { ok: false, failure: answerFailure(answer, about.gateway, gatewayApi.restore) };
  }
  await handle.enter('accepted');
  const gatewayJobId = answer.headers[jobIdHeader] ?? null;
  if (gatewayJobId !== null) await handle.change({}, { gatewayJobId });
  handle.note(`${about.gateway} accepted ${file.name}`);
  return done;
}

/**
 * The line broke after the last byte: the gateway knows whether it has a job for this file that it had not before. It may
 * still be checking the file, so that one look is not enough.
 */
async function adoptJob(context: JobContext, before: ReadonlySet<string>): Promise<StepEnd> {
  const { handle, session, signal, now, about } = context;
  const { gateway } = about;
  const file = context.file?.name ?? '';
  handle.note('the connection broke before the answer; asking whether the file was accepted');
  let giveUpAt = now() + returnsWithinMs;
  while (!signal.aborted && now() < giveUpAt) {
    // Asked first: a list that comes after the restart holds every job from before it.
    const restarted = await hasRestarted(context);
    const listed = await session.client.call('jobs', { signal });
    if (listed.ok) giveUpAt = Math.min(giveUpAt, now() + patienceMs(context.file?.bytes ?? 0));
    else if (listed.failure.code.startsWith('LOGIN_')) break;
    const jobs = listed.ok ? listed.value.jobs : [];
    const ours = jobs.find((job) => !before.has(job.id) && job.file.sha256 === context.file?.sha256);
    if (ours !== undefined) {
      await handle.change({}, { gatewayJobId: ours.id });
      handle.note(`${gateway} had accepted it`);
      return done;
    }
    if (listed.ok && restarted) return { ok: false, failure: failure('UPLOAD_LOST', { gateway, file }) };
    await pause(askEveryMs, signal);
  }
  return { ok: false, failure: failure('UPLOAD_UNCERTAIN', { gateway, file }) };
}

async function hasRestarted({ handle, session, about, signal }: JobContext): Promise<boolean> {
  const read = await readCapabilities(session.client, about, signal);
  return read.ok && read.value !== null && read.value.bootId !== handle.inner().bootId;
}

async function gatewayJobs({ session, signal }: JobContext): Promise<ReadonlySet<string> | null> {
  const listed = await session.client.call('jobs', { signal });
  return listed.ok ? new Set(listed.value.jobs.map((job) => job.id)) : null;
}
