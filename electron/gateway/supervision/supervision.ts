import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type ServerLimits, serverLimits } from '#platform/http/server-limits.ts';
import { createPasswords } from '#platform/passwords/passwords.ts';
import type { Spawner } from '#platform/processes/spawner.ts';
import { createLockOut } from '#platform/rate-limits/lock-out.ts';
import { jobEventHeartbeatMs } from '#shared/gateway-api/jobs.ts';
import type { BootInfo } from '../launcher-protocol.ts';
import { createAccounts } from './accounts/accounts.ts';
import { ensureFirstAccount } from './accounts/first-account.ts';
import { createActivity } from './activity/activity.ts';
import { noteEnd, withActivity } from './activity/recorded-calls.ts';
import { createApiKeys } from './api-keys/api-keys.ts';
import { backupCalls } from './backup/backup-calls.ts';
import type { BackupFacts } from './backup/write-backup.ts';
import { openStateDatabase } from './database/state-database.ts';
import { type DriverLimits, driverLimits } from './drivers/driver-process.ts';
import { createDrivers } from './drivers/drivers.ts';
import { createFirmware } from './firmware/firmware.ts';
import { firmwareCalls } from './firmware/firmware-calls.ts';
import { type Folders, foldersOf, prepareFolders } from './folders.ts';
import type { Handlers } from './http/call.ts';
import { createGatewayServer, listen } from './http/gateway-server.ts';
import { jobCalls } from './jobs/job-calls.ts';
import { createJobStore } from './jobs/job-store.ts';
import { createJobs } from './jobs/jobs.ts';
import { createPipeline } from './jobs/pipeline.ts';
import type { LauncherPort } from './launcher-port.ts';
import { createProbation } from './probation.ts';
import { createRestore } from './restore/restore.ts';
import { restoreCalls } from './restore/restore-calls.ts';
import { lockOutRule } from './session/lock-out-rule.ts';
import { createSessions } from './session/session.ts';
import { sessionCalls } from './session/session-calls.ts';
import { createSettings, settingsCalls } from './settings/settings.ts';
import { snapshotCalls } from './snapshots/snapshot-calls.ts';
import { createSnapshotStore } from './snapshots/snapshot-store.ts';
import { createSnapshots } from './snapshots/snapshots.ts';
import { docsCalls } from './system/docs-calls.ts';
import { healthCalls } from './system/health.ts';
import { type Identity, product } from './system/identity.ts';
import { metricsCalls } from './system/metrics.ts';
import { systemCalls } from './system/system-calls.ts';
import { removePartialCopies, removePartialRevisions } from './upgrade/install-revision.ts';
import { createUpgrade } from './upgrade/upgrade.ts';
import { upgradeCalls } from './upgrade/upgrade-calls.ts';

export interface SupervisionDeps {
  boot: BootInfo;
  /** Of the code that runs. */
  revision: string;
  launcher: LauncherPort;
  spawner: Spawner;
  /** Program of one driver instance. */
  driverEntry: string;
  /** Password of the first account; absent: one is generated. */
  adminPassword: string | undefined;
  log: Logger;
  limits?: Partial<ServerLimits>;
  drivers?: Partial<DriverLimits>;
  heartbeatMs?: number;
}

export interface Supervision {
  url: string;
  port: number;
  /** Stops listening and the drivers, closes the database. */
  stop(): Promise<void>;
}

/** The composition root of the gateway application: starts it, and tells the launcher when it is ready. */
export async function createSupervision(deps: SupervisionDeps): Promise<Supervision> {
  const { boot, revision, launcher, log } = deps;
  const folders = foldersOf(boot.dataFolder);
  await prepareFolders(folders);
  await removePartialRevisions(folders.revisions);
  await removePartialCopies(folders.state);
  const state = await openState(deps, folders);
  const work = createWork(deps, folders, state);
  const answered = new Map<number, number>();
  const app = await createGatewayServer({
    handlers: withActivity(
      createHandlers(deps, folders, state, work, answered),
      state.activity.note,
      work.jobs,
    ),
    sessions: state.sessions,
    apiKeys: state.apiKeys,
    limits: { ...serverLimits, ...deps.limits },
    plain: false,
    tls: boot.tls ? await certificateFor(folders.tls, boot.host) : undefined,
    answered,
    log,
  });
  const at = await listen(app, { host: boot.host, port: boot.port, secure: boot.tls });

  work.drivers.start();
  launcher.onMessage((message) => {
    if (message.type === 'confirmed') work.probation.confirmed(message.job);
  });
  launcher.send({ type: 'ready', ...at, revision });
  work.probation.ready();
  work.snapshots.reconcile().catch((error) => log.error({ error }, 'the snapshot list could not be checked'));
  return {
    ...at,
    async stop() {
      await app.close();
      await work.drivers.stop();
      state.activity.close();
      state.database.close();
    },
  };
}

type State = Awaited<ReturnType<typeof openState>>;
type Work = ReturnType<typeof createWork>;

/** What is kept on disk, and who may use it. */
async function openState({ boot, revision, adminPassword, log }: SupervisionDeps, folders: Folders) {
  const database = await openStateDatabase(folders.state, log);
  const activity = createActivity({ folder: folders.state, now: Date.now, log });
  const settings = createSettings(database, boot.name);
  const accounts = createAccounts(database);
  const passwords = createPasswords();
  const { created: firstAccount } = await ensureFirstAccount({
    accounts,
    passwords,
    dataFolder: folders.data,
    givenPassword: adminPassword,
    log,
  });
  const sessions = createSessions({
    database,
    accounts,
    idleMs: () => settings.current().sessionIdleHours * 60 * 60 * 1000,
    now: Date.now,
    log,
  });
  const apiKeys = createApiKeys({ database, now: Date.now, log });
  const { firmware, bootId } = boot;
  const identity: Identity = { product, revision, firmware, bootId, startedAt: Date.now() };
  return { database, activity, settings, accounts, passwords, firstAccount, sessions, apiKeys, identity };
}

/** What runs: drivers, jobs and the maintenance pipelines. */
function createWork(deps: SupervisionDeps, folders: Folders, state: State) {
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
  const drivers = createDrivers({
    database,
    spawner: deps.spawner,
    entry: deps.driverEntry,
    log,
    limits: { ...driverLimits, ...deps.drivers },
  });
  const jobs = createJobs({
    store: createJobStore(database),
    log,
    now: () => new Date(),
    onEnded: noteEnd(state.activity.note),
  });
  const pipeline = createPipeline();
  const probation = createProbation({ boot, jobs, pipeline, stateFolder: folders.state, send, log });
  const policy = { allowUnsigned: boot.allowUnsigned, launcherVersion: boot.launcherVersion };
  const install = { dataFolder: folders.data, keyFolders: boot.keyFolders, policy, jobs, log };
  return {
    facts,
    snapshots,
    drivers,
    jobs,
    pipeline,
    probation,
    upgrade: createUpgrade({ ...install, revision, database, snapshots, drivers, send }),
    firmware: createFirmware({ ...install, firmware: boot.firmware }),
    restore: createRestore({
      uploadsFolder: folders.uploads,
      revision,
      database,
      jobs,
      snapshots,
      drivers,
      endAllSessions: state.sessions.endAll,
      log,
    }),
  };
}

function createHandlers(
  { boot, launcher, heartbeatMs = jobEventHeartbeatMs, log }: SupervisionDeps,
  { data: dataFolder, uploads: uploadsFolder }: Folders,
  state: State,
  work: Work,
  answered: ReadonlyMap<number, number>,
): Handlers {
  const { database, settings, accounts, passwords, firstAccount, sessions, identity } = state;
  const { facts, snapshots, drivers, jobs, pipeline, upgrade, firmware, restore } = work;
  const { send } = launcher;
  const name = () => settings.current().name;
  return {
    ...systemCalls({ identity, name, send }),
    ...healthCalls({ identity, database, drivers, dataFolder }),
    ...metricsCalls({ identity, drivers, sessions, snapshots, jobs, answered }),
    ...docsCalls(identity),
    ...state.activity.calls,
    ...sessionCalls({
      accounts,
      passwords,
      sessions,
      lockOut: createLockOut(lockOutRule),
      firstAccount,
      secure: boot.tls,
    }),
    ...settingsCalls(settings),
    ...jobCalls(jobs, heartbeatMs),
    ...snapshotCalls(snapshots, name),
    ...backupCalls({ database, uploadsFolder, facts, isRestoring: restore.isRunning, firstAccount, log }),
    ...upgradeCalls(upgrade, pipeline, uploadsFolder),
    ...firmwareCalls(firmware, pipeline, uploadsFolder),
    ...restoreCalls(restore, pipeline, uploadsFolder, send),
  };
}

/** Loaded with TLS only. Prints nothing: the fingerprint is what a client sees and pins. */
async function certificateFor(folder: string, host: string): Promise<{ key: string; cert: string }> {
  const { ensureCertificate } = await import('#platform/certificates/self-signed.ts');
  const altNames = [...new Set([hostname(), 'localhost', '127.0.0.1', '::1', host])].filter(
    (altName) => altName !== '0.0.0.0' && altName !== '::',
  );
  const { key, cert } = await ensureCertificate(folder, { commonName: hostname(), altNames });
  return { key, cert };
}
