import type { Logger } from 'pino';
import type { BootInfo, LauncherMessage, SupervisionMessage } from '../launcher-protocol.ts';
import { removeCopies } from './database/state-database.ts';
import { closeOpenJobs } from './jobs/close-open-jobs.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Pipeline } from './jobs/pipeline.ts';

interface ProbationOptions {
  boot: BootInfo;
  jobs: Jobs;
  pipeline: Pipeline;
  stateFolder: string;
  send: (message: SupervisionMessage) => void;
  log: Logger;
}

/** Ends of jobs around a restart: what the launcher decided, what this start proves, what was cut off. */
export interface Probation {
  /** Listening, drivers started: restores are proved, and the launcher hears which ends are written down. */
  ready(): void;
  /** The launcher keeps this revision. */
  confirmed(job: Extract<LauncherMessage, { type: 'confirmed' }>['job']): void;
}

/** Closes the jobs of the last run; a job on probation keeps its place in the pipeline until the launcher decides. */
export function createProbation(options: ProbationOptions): Probation {
  const { boot, jobs, pipeline, send } = options;
  const { succeedWhenReady } = closeOpenJobs(jobs, boot);
  const verifying = boot.verifyingJobId === null ? null : jobs.get(boot.verifyingJobId);
  if (boot.verifyingJobId === null) dropCopies(options);
  const place = verifying === null || verifying.state === 'done' ? null : pipeline.enter(verifying.kind);
  return {
    ready() {
      for (const id of succeedWhenReady) jobs.end(id, { outcome: 'succeeded', code: null, reason: null });
      const jobIds = boot.settled.map(({ jobId }) => jobId);
      if (jobIds.length > 0) send({ type: 'settled', jobIds });
    },
    confirmed(job) {
      jobs.settle(job);
      dropCopies(options);
      if (place?.ok) place.value.leave();
      send({ type: 'settled', jobIds: [job.jobId] });
    },
  };
}

function dropCopies({ stateFolder, log }: ProbationOptions): void {
  try {
    removeCopies(stateFolder);
  } catch (error) {
    log.warn({ error }, 'a copy of the database stays behind');
  }
}
