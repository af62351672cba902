import type { FastifyInstance } from 'fastify';
import { accountMethods } from '../accounts/account-methods.ts';
import { backupCalls } from '../backup/backup-calls.ts';
import type { Work } from '../create-work.ts';
import { firmwareCalls } from '../firmware/firmware-calls.ts';
import type { Folders } from '../folders.ts';
import type { Handlers } from '../http/call.ts';
import type { RegisterOptions } from '../http/register-calls.ts';
import { identifyCalls } from '../identify/identify-calls.ts';
import { inspectCalls } from '../inspect/inspect-calls.ts';
import type { State } from '../open-state.ts';
import type { PeersModules } from '../peers/peers-method.ts';
import { restoreCalls } from '../restore/restore-calls.ts';
import { settingsCalls } from '../settings/settings.ts';
import { createSnapshotSchedule } from '../snapshots/schedule.ts';
import { snapshotCalls } from '../snapshots/snapshot-calls.ts';
import type { SupervisionDeps } from '../supervision-deps.ts';
import { upgradeCalls } from '../upgrade/upgrade-calls.ts';
import { createAdmitCall } from '../uploads/admit-call.ts';
import { createResumableUploads, type ResumableUploads } from '../uploads/resumable-uploads.ts';
import { registerUploads } from '../uploads/upload-routes.ts';
import { createUploadSource } from '../uploads/upload-source.ts';

type MaintenanceCalls = Pick<
  Handlers,
  | 'backup'
  | 'firmwareUpgrade'
  | 'identify'
  | 'inspect'
  | 'restore'
  | 'settings'
  | 'settingsUpdate'
  | 'snapshotCreate'
  | 'snapshotDelete'
  | 'snapshotDownload'
  | 'snapshots'
  | 'upgrade'
>;

/** Backups, snapshots, upgrades, firmware and restores as calls, wherever their files come from. */
export interface Maintenance {
  calls: MaintenanceCalls;
  /** Of the dispatcher. */
  modules: Pick<PeersModules, 'accounts'>;
  resumable: ResumableUploads;
  /** The rows that a library serves. */
  extend(app: FastifyInstance, options: RegisterOptions): void;
  /** What runs by the clock. */
  start(): void;
  stop(): void;
}

const sweepEveryMs = 60 * 60 * 1000;

export function createMaintenance(
  { boot, revision, launcher, log }: SupervisionDeps,
  folders: Folders,
  state: State,
  { facts, snapshots, pipeline, upgrade, firmware, restore }: Work,
): Maintenance {
  const { database, settings, accounts, firstAccount, activity } = state;
  const { uploads: uploadsFolder } = folders;
  const { note } = activity;
  const { send } = launcher;
  const resumable = createResumableUploads({ folder: folders.resumableUploads, log });
  const source = createUploadSource({ snapshots, resumable });
  const admit = createAdmitCall({ pipeline, uploadsFolder, source, log });
  const inspection = {
    dataFolder: folders.data,
    uploadsFolder,
    keyFolders: boot.keyFolders,
    policy: { allowUnsigned: boot.allowUnsigned, launcherVersion: boot.launcherVersion },
    revision,
    firmwareInstaller: boot.firmwareInstaller,
  };
  const sweep = () =>
    void resumable.sweep().catch((error) => log.warn({ error }, 'old uploads could not be removed'));
  const schedule = createSnapshotSchedule({
    snapshots,
    schedule: settings.current,
    bornMs: accounts.firstMs,
    now: Date.now,
    note,
    log,
  });
  let sweeping: NodeJS.Timeout | undefined;
  return {
    calls: {
      ...settingsCalls(settings),
      ...snapshotCalls(snapshots, () => settings.current().name),
      ...backupCalls({ database, uploadsFolder, facts, isRestoring: restore.isRunning, firstAccount, log }),
      ...upgradeCalls(upgrade, admit),
      ...firmwareCalls(firmware, admit),
      ...restoreCalls(restore, admit, send),
      ...inspectCalls({ ...inspection, database, source }),
      ...identifyCalls({ identify: boot.identify, send, note }),
    },
    modules: {
      accounts: accountMethods({ ...state, record: activity.record, isRestoring: restore.isRunning }),
    },
    resumable,
    extend: (app, options) => registerUploads(app, resumable, options),
    start() {
      schedule.start();
      sweep();
      sweeping = setInterval(sweep, sweepEveryMs);
      sweeping.unref();
    },
    stop() {
      schedule.stop();
      clearInterval(sweeping);
    },
  };
}
