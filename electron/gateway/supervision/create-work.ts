import { noteEnd } from './activity/recorded-calls.ts';
import type { BackupFacts } from './backup/write-backup.ts';
import { driverLimits } from './drivers/driver-limits.ts';
import { createDrivers } from './drivers/drivers.ts';
import { createFirmware } from './firmware/firmware.ts';
import type { Folders } from './folders.ts';
import { createJobStore } from './jobs/job-store.ts';
import { createJobs } from './jobs/jobs.ts';
import { createPipeline } from './jobs/pipeline.ts';
import type { State } from './open-state.ts';
import { createPoints } from './points/points.ts';
import { createProbation } from './probation.ts';
import { createResources } from './resources/resources.ts';
import { createRestore } from './restore/restore.ts';
import { createSnapshotStore } from './snapshots/snapshot-store.ts';
import { createSnapshots } from './snapshots/snapshots.ts';
import type { SupervisionDeps } from './supervision-deps.ts';
import { createUpdateArea } from './updates/update-area.ts';
import { createUpgrade } from './upgrade/upgrade.ts';

/** What runs: drivers, jobs and the maintenance pipelines. */
export function createWork(deps: SupervisionDeps, folders: Folders, state: State) {
  const { boot, revision, log } = deps;
  const { database, settings, firstAccount } = state;
  const { send } = deps.launcher;
  const facts = (origin: BackupFacts['origin']): BackupFacts => ({
    name: settings.current().name,
    revision,
    firmware: boot.firmware,
    origin,
    createdAt: new Date(),
  });
  const snapshots = createSnapshots({
    database,
    store: createSnapshotStore(database),
    folder: folders.snapshots,
    uploadsFolder: folders.uploads,
    facts,
    retention: () => {
      const { snapshotKeepCount, snapshotKeepDays } = settings.current();
      return { keepCount: snapshotKeepCount, keepDays: snapshotKeepDays };
    },
    firstAccount,
    log,
  });
  const instances = createDrivers({
    database,
    spawner: deps.spawner,
    entry: deps.driverEntry,
    logsFolder: folders.logs,
    log,
    limits: { ...driverLimits, ...deps.drivers },
  });
  const points = createPoints({
    database,
    drivers: instances,
    spawner: deps.spawner,
    driverEntry: deps.driverEntry,
    limits: deps.evaluators,
    folders,
    name: () => settings.current().name,
    note: state.activity.note,
    isRestoring: () => restore.isRunning(),
    log,
  });
  const { drivers } = points;
  const jobs = createJobs({
    store: createJobStore(database),
    log,
    now: () => new Date(),
    onEnded: noteEnd(state.activity.note),
  });
  const resources = createResources({
    stateFolder: folders.state,
    dataFolder: folders.data,
    launcherPid: boot.launcherPid,
    settings: settings.current,
    managed: points.processes,
    plain: boot.plain,
    note: state.activity.note,
    log,
  });
  const pipeline = createPipeline();
  const probation = createProbation({ boot, jobs, pipeline, stateFolder: folders.state, send, log });
  const policy = { allowUnsigned: boot.allowUnsigned, launcherVersion: boot.launcherVersion };
  const install = { dataFolder: folders.data, keyFolders: boot.keyFolders, policy, jobs, pipeline, log };
  const upgrade = createUpgrade({ ...install, revision, database, snapshots, drivers, send });
  const restore = createRestore({
    uploadsFolder: folders.uploads,
    revision,
    database,
    jobs,
    snapshots,
    drivers,
    endAllSessions: state.sessions.endAll,
    log,
  });
  return {
    facts,
    snapshots,
    points,
    drivers,
    resources,
    jobs,
    pipeline,
    probation,
    upgrade,
    updates: createUpdateArea(deps, state, { jobs, pipeline, upgrade }),
    firmware: createFirmware({ ...install, boot }),
    restore,
  };
}

export type Work = ReturnType<typeof createWork>;
