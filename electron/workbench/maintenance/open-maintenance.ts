import type { Job } from '#shared/bridge/maintenance.ts';
import type { JobKind } from '#shared/maintenance/phases.ts';
import type { Notices } from '../settings/notices.ts';
import { openJobStore } from './job-store.ts';
import { createMaintenanceHandlers, type MaintenanceHandlers } from './maintenance.ts';
import { type ResumedJobs, resumeJobs } from './resume-jobs.ts';
import { createRunner } from './runner.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** Jobs, their runner and what the screens can ask of them. */
export interface Maintenance {
  handlers: MaintenanceHandlers;
  busyWith(gatewayId: string): JobKind | null;
  /** Takes the jobs up that were open when the workbench ended last. */
  start(): Promise<void>;
  /** Cuts the connections of running jobs; their journals stay open for the next start. */
  stop(): void;
}

export async function openMaintenance(
  deps: Omit<RunnerDeps, 'store'> & {
    dataFolder: string;
    keyFolders: readonly string[];
    notices: Notices;
  },
): Promise<Maintenance> {
  const store = await openJobStore(deps.dataFolder, deps.notices);
  const runner = createRunner({ ...deps, store });
  const ended = new AbortController();
  let resumed: ResumedJobs | null = null;
  return {
    handlers: createMaintenanceHandlers({ ...deps, store, runner, resumed: () => resumed }),
    busyWith: runner.busyWith,
    async start() {
      const emit = (job: Job) => deps.bus.emit('maintenance.changed', job);
      resumed = await resumeJobs({ ...deps, store, runner, emit, signal: ended.signal });
    },
    stop() {
      ended.abort();
      runner.stop();
    },
  };
}
