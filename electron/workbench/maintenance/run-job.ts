import type { Logger } from 'pino';
import type { Job } from '#shared/bridge/maintenance.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { executors } from './executors.ts';
import type { JobContext, StepEnd } from './job-context.ts';
import type { Step } from './plan.ts';
import { effectSentence, failureSentence, successSentence } from './sentences.ts';

export type JobEnd = Pick<Job, 'outcome' | 'failure' | 'summary'>;

/** After a rollback: so long for the old revision to be seen healthy, so that the downtime is a measured one. */
const rolledBackReturnMs = 15_000;

/**
 * Runs the steps in order up to the first that fails. Never rejects: a bug ends the job as WORKBENCH_INTERNAL. A cancel
 * wins over whatever failure it caused on the wire.
 */
export async function runSteps(steps: readonly Step[], context: JobContext, log: Logger): Promise<JobEnd> {
  const { handle, signal } = context;
  for (const step of steps) {
    if (signal.aborted) return cancelled(context);
    const end = await runStep(step, context, log);
    if (end.ok) continue;
    if (signal.aborted) return cancelled(context);
    log.warn({ job: handle.job().id, step, code: end.failure.code }, 'a job failed');
    if (end.outcome !== 'rolled-back') {
      return {
        outcome: end.outcome ?? 'failed',
        failure: end.failure,
        summary: failureSentence(handle.job(), end.failure),
      };
    }
    return rolledBack(context, end.failure);
  }
  const proved = handle.inner().bootId !== null;
  const summary = successSentence(handle.job(), { proved, ...context.facts });
  return { outcome: 'succeeded', failure: null, summary };
}

async function runStep(step: Step, context: JobContext, log: Logger): Promise<StepEnd> {
  try {
    return await executors[step](context);
  } catch (error) {
    log.error({ error, step, job: context.handle.job().id }, 'a step failed unexpectedly');
    return { ok: false, failure: failure('WORKBENCH_INTERNAL') };
  }
}

/** The gateway's own words, and what was seen of it since. */
async function rolledBack(context: JobContext, failed: Failure): Promise<JobEnd> {
  const watch = context.watch();
  const back = await watch.cameBack(rolledBackReturnMs);
  await context.handle.change({ downtimeMs: watch.downtimeMs() });
  const runs = back ? watch.seen()?.revision : undefined;
  const seen = runs === undefined ? '' : ` It answers with revision ${runs}, healthy.`;
  return { outcome: 'rolled-back', failure: failed, summary: `${failed.message}${seen}` };
}

function cancelled({ handle }: JobContext): JobEnd {
  const said = failure('JOB_CANCELLED', { effect: effectSentence(handle.job()) });
  return { outcome: 'cancelled', failure: said, summary: said.message };
}
