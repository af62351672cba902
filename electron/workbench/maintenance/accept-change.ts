import { type Failure, failure } from '#shared/errors/failure.ts';
import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import type { GatewayJob } from '#shared/gateway-api/jobs.ts';
import { pause } from '../pause.ts';
import { answerFailure, readAnswer, requestFor } from '../sessions/contract-request.ts';
import type { HttpAnswer } from '../sessions/gateway-http.ts';
import { readCapabilities } from '../sessions/read-identity.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { returnsWithinMs } from './step-restart.ts';
import { withWayOut } from './way-out.ts';

export type ChangeCall = 'upgrade' | 'firmwareUpgrade' | 'restore';

/** From its first answer after a break the gateway is asked so long whether it took the file: its check takes its time. */
const patienceMs = (bytes: number): number => 5_000 + bytes / checkedBytesPerMs;
/** A small processor unpacks and hashes 20 MB/s. */
const checkedBytesPerMs = 20_000;
const askEveryMs = 500;
/** The gateway unpacks and hashes gigabytes on a small processor before it answers. */
const checkingMs = 15 * 60_000;

/** What the gateway knew of jobs before; null when it offers none. */
export async function jobsBefore({
  session,
  extensions,
  signal,
}: JobContext): Promise<ReadonlySet<string> | null> {
  if (!extensions.includes('jobs')) return null;
  const listed = await session.client.call('jobs', { signal });
  return listed.ok ? new Set(listed.value.jobs.map((job) => job.id)) : null;
}

/**
 * Asks for a change whose file lies on the gateway already (a finished resumable upload, a snapshot) and waits for its
 * word. From the first byte on the gateway may act.
 */
export async function requestChange(
  context: JobContext,
  change: { call: ChangeCall; query: Readonly<Record<string, string>>; what: string },
): Promise<StepEnd> {
  const { handle, session, about, signal } = context;
  const { call, what } = change;
  const before = await jobsBefore(context);
  context.watch();
  await handle.enter('accepted');
  const request = requestFor(call, { query: change.query });
  const body = () => undefined;
  const sent = await session.client.send({
    ...request,
    body,
    timeoutMs: checkingMs,
    signal,
    doing: 'asking',
  });
  if (sent.ok) return acceptAnswer(context, call, sent.value, what);
  if (signal.aborted || sent.failure.code !== 'GATEWAY_CONNECTION_LOST')
    return { ok: false, failure: sent.failure };
  const kind = call === 'firmwareUpgrade' ? 'firmware' : call;
  if (before !== null) return adoptUpload(context, { before, what, isOurs: (job) => job.kind === kind });
  return { ok: false, failure: failure('UPLOAD_UNCERTAIN', { gateway: about.gateway, file: what }) };
}

/** Takes the gateway's word: accepted, with its own job where it names one, or refused. */
export async function acceptAnswer(
  { handle, about }: JobContext,
  call: ChangeCall,
  answer: HttpAnswer,
  what: string,
): Promise<StepEnd> {
  const { gateway } = about;
  if (answer.status !== 200) return { ok: false, failure: answerFailure(answer, gateway, gatewayApi[call]) };
  if (call === 'restore') {
    const read = readAnswer('restore', answer, gateway);
    if (!read.ok) return { ok: false, failure: answerFailure(answer, gateway, gatewayApi.restore) };
  }
  await handle.enter('accepted');
  const gatewayJobId = answer.headers[jobIdHeader] ?? null;
  if (gatewayJobId !== null) await handle.change({}, { gatewayJobId });
  handle.note(`${gateway} accepted ${what}`);
  return done;
}

/**
 * The line broke after the last byte: the gateway knows whether it has a job for this that it had not before. It may
 * still be checking, so that one look is not enough.
 */
export function adoptUpload(
  context: JobContext,
  { what, ...lost }: Pick<LostAnswer, 'before' | 'isOurs'> & { what: string },
): Promise<StepEnd> {
  const facts = { gateway: context.about.gateway, file: what };
  const uncertain = failure('UPLOAD_UNCERTAIN', facts);
  return adoptJob(context, {
    ...lost,
    beginsWithinMs: patienceMs(context.file?.bytes ?? 0),
    failures: { lost: failure('UPLOAD_LOST', facts), never: uncertain, uncertain },
  });
}

/** What was asked for when the line broke before the answer. */
interface LostAnswer {
  /** Jobs that the gateway had before. */
  before: ReadonlySet<string>;
  isOurs: (job: GatewayJob) => boolean;
  /** From its first answer on; a job that is not there by then will not come. */
  beginsWithinMs: number;
  failures: {
    /** It restarted and knows nothing of it. */
    lost: Failure;
    /** It answers, and no job came. */
    never: Failure;
    /** It does not answer any more. */
    uncertain: Failure;
  };
}

/** Finds out by the gateway's job list whether it began what it was asked for, and takes that job as its word. */
export function adoptJob(context: JobContext, lost: LostAnswer): Promise<StepEnd> {
  context.handle.note('the connection broke before the answer; asking whether it was accepted');
  return withWayOut(context, lookForJob(context, lost));
}

async function lookForJob(
  context: JobContext,
  { before, isOurs, beginsWithinMs, failures }: LostAnswer,
): Promise<StepEnd> {
  const { handle, session, signal, now, about } = context;
  const { gateway } = about;
  let giveUpAt = now() + returnsWithinMs;
  let answers = false;
  while (!signal.aborted && now() < giveUpAt) {
    // Asked first: a list that comes after the restart holds every job from before it.
    const restarted = await hasRestarted(context);
    const listed = await session.client.call('jobs', { signal });
    answers = listed.ok;
    if (listed.ok) giveUpAt = Math.min(giveUpAt, now() + beginsWithinMs);
    else if (listed.failure.code.startsWith('LOGIN_')) break;
    const jobs = listed.ok ? listed.value.jobs : [];
    const ours = jobs.find((job) => !before.has(job.id) && isOurs(job));
    if (ours !== undefined) {
      await handle.change({}, { gatewayJobId: ours.id });
      handle.note(`${gateway} had accepted it`);
      return done;
    }
    if (listed.ok && restarted) return { ok: false, failure: failures.lost };
    await pause(askEveryMs, signal);
  }
  return { ok: false, failure: answers ? failures.never : failures.uncertain };
}

async function hasRestarted({ handle, session, about, signal }: JobContext): Promise<boolean> {
  const read = await readCapabilities(session.client, about, signal);
  return read.ok && read.value !== null && read.value.bootId !== handle.inner().bootId;
}
