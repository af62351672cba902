import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { failure } from '#shared/errors/failure.ts';
import { jobIdHeader } from '#shared/gateway-api/answers.ts';
import { managementApi, updateEventSchemas, type updateSteps } from '#shared/gateway-api/management-api.ts';
import { answerFailure, requestFor } from '../sessions/contract-request.ts';
import { parseJson } from '../sessions/parse-json.ts';
import { adoptJob, jobsBefore } from './accept-change.ts';
import { done, type JobContext, type StepEnd } from './job-context.ts';
import { watchFetch } from './watch-fetch.ts';

/** A package of hundreds of megabytes over a mobile network. */
const fetchTimeoutMs = 60 * 60_000;
const openTimeoutMs = 60_000;
/** Before the gateway begins it looks at its feed once more, for 15 s at most. */
const beginsWithinMs = 20_000;
/** Ours sends a heartbeat every 15 s; another make may be silent for as long as it installs. */
const silenceMs = 15 * 60_000;

const managementOf = ({ management }: JobContext) => {
  if (management === null) throw new Error('an update needs the management API');
  return management;
};

/** The gateway downloads the package of its feed and checks size, hash and signature. Nothing else changes there. */
export async function fetchStep(context: JobContext): Promise<StepEnd> {
  const { handle, signal, about } = context;
  await handle.enter('fetching');
  const fetching = managementOf(context).call('updatesDownload', { timeoutMs: fetchTimeoutMs, signal });
  const fetched = await watchFetch(context, fetching);
  if (!fetched.ok) return fetched;
  const { version, checksum } = fetched.value;
  // What it fetched is what counts, should the feed have moved on since it was looked at.
  if (version !== handle.job().to) await handle.change({ to: version });
  handle.note(`${about.gateway} has downloaded ${version}, ${checksum}`);
  return done;
}

type UpdateStep = (typeof updateSteps)[number];
/** Its download is behind us; what it says of it moves nothing back. */
const phaseOf: Readonly<Record<UpdateStep, string>> = {
  downloading: 'fetching',
  verifying: 'checking',
  applying: 'installing',
  restarting: 'restarting',
};

/**
 * Asks for the installation and follows what the answer streams. The restart cuts it, or it ends with `complete`: either
 * way what is true afterwards is found out by the steps behind this one.
 */
export async function applyStep(context: JobContext): Promise<StepEnd> {
  const { handle, about, signal } = context;
  await handle.enter('checking');
  const before = await jobsBefore(context);
  context.watch();
  const opened = await managementOf(context).send({
    ...requestFor('updatesApply'),
    body: () => undefined,
    headers: { accept: 'text/event-stream' },
    answer: 'stream',
    timeoutMs: openTimeoutMs,
    signal,
    doing: 'asking for the update',
  });
  const { gateway } = about;
  if (!opened.ok) {
    const lost = opened.failure.code === 'GATEWAY_CONNECTION_LOST' && !signal.aborted;
    if (!lost) return { ok: false, failure: opened.failure };
    const uncertain = failure('UPDATE_UNCERTAIN', { gateway });
    if (before === null) return { ok: false, failure: uncertain };
    const notBegun = failure('UPDATE_NOT_BEGUN', { gateway });
    return adoptJob(context, {
      before,
      isOurs: (job) => job.kind === 'upgrade' && job.to === handle.job().to,
      beginsWithinMs,
      failures: { lost: notBegun, never: notBegun, uncertain },
    });
  }
  const { stream, headers } = opened.value;
  if (stream === null) {
    return { ok: false, failure: answerFailure(opened.value, gateway, managementApi.updatesApply) };
  }
  const gatewayJobId = headers[jobIdHeader] ?? null;
  if (gatewayJobId !== null && context.extensions.includes('jobs')) await handle.change({}, { gatewayJobId });
  const refused = await readUpdate(stream, context);
  if (refused === null || signal.aborted) return done;
  return { ok: false, failure: failure('GATEWAY_JOB_FAILED', { gateway, kind: 'update', why: refused }) };
}

/** Reads to the end, however it comes. Answers what an `error` event said, else null. */
async function readUpdate(stream: Readable, { handle }: JobContext): Promise<string | null> {
  let refused: string | null = null;
  let ended = false;
  const parser = createParser({
    onEvent({ event, data }) {
      if (event === 'progress') {
        const read = updateEventSchemas.progress.safeParse(parseJson(data));
        if (!read.success) return;
        const phase = phaseOf[read.data.step];
        // From here on its job tells more, phase by phase and beyond the restart.
        if (phase === 'installing' && handle.inner().gatewayJobId !== null) {
          ended = true;
          return;
        }
        void handle.enter(phase);
        if (handle.job().phase === phase) handle.advance(read.data.progress / 100);
      } else if (event === 'complete') {
        ended = true;
      } else if (event === 'error') {
        const read = updateEventSchemas.error.safeParse(parseJson(data));
        refused = read.success ? read.data.error : 'it gave no reason';
        ended = true;
      }
    },
  });
  const dead = setTimeout(() => stream.destroy(), silenceMs);
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream) {
      dead.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (ended) break;
    }
  } catch {
    // The restart cuts the line; the job, or the next look at the gateway, tells the rest.
  } finally {
    clearTimeout(dead);
    stream.destroy();
  }
  return refused;
}
