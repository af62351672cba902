/** Phases of the workbench's maintenance jobs, their share of the one progress bar, and what they are called. */

export const jobKinds = [
  'backup',
  'upgrade',
  'firmware',
  'restore',
  'reboot',
  'update',
  'snapshot-restore',
  'snapshot-download',
] as const;
export type JobKind = (typeof jobKinds)[number];

export interface PhaseRow {
  phase: string;
  /** Share of the bar; the weights of one kind need not sum to anything particular. */
  weight: number;
  /** While it runs, as in "62 %, installing". */
  doing: string;
  /** In the row of ticks below the bar. */
  done: string;
  /** Whether cancel leaves the gateway unchanged in this phase. */
  cancellable: boolean;
}

const row = (phase: string, weight: number, doing: string, done: string, cancellable: boolean): PhaseRow => ({
  phase,
  weight,
  doing,
  done,
  cancellable,
});

const backupFirst = row('backup', 15, 'backing up', 'backup', true);
const upload = row('upload', 40, 'uploading', 'uploaded', true);
const accepted = row('accepted', 5, 'waiting for the check by the gateway', 'accepted', false);
const driversStopped = row('stopping-drivers', 10, 'stopping drivers', 'drivers stopped', false);
const restarting = row('restarting', 15, 'restarting', 'restarted', false);
const verifying = row('verifying', 10, 'verifying', 'verified', false);

export const phaseTable = {
  backup: [
    row('download', 80, 'downloading', 'downloaded', true),
    row('checking', 20, 'checking the file', 'verified', true),
  ],
  upgrade: [
    backupFirst,
    upload,
    accepted,
    driversStopped,
    row('installing', 15, 'installing', 'installed', false),
    restarting,
    verifying,
  ],
  firmware: [
    backupFirst,
    upload,
    accepted,
    row('rebooting', 15, 'rebooting', 'rebooted', false),
    row('installing', 20, 'taking the image up', 'installed', false),
    verifying,
  ],
  restore: [
    backupFirst,
    upload,
    accepted,
    driversStopped,
    row('applying', 10, 'applying the backup', 'applied', false),
    restarting,
    row('login', 5, 'logging in again', 'logged in', false),
    verifying,
  ],
  /** The gateway fetches the package itself; nothing is uploaded. */
  update: [
    backupFirst,
    row('fetching', 35, 'downloading the update to the gateway', 'downloaded', true),
    row('checking', 5, 'checking the package', 'checked', false),
    driversStopped,
    row('installing', 15, 'installing', 'installed', false),
    restarting,
    verifying,
  ],
  'snapshot-restore': [
    backupFirst,
    accepted,
    driversStopped,
    row('applying', 10, 'applying the snapshot', 'applied', false),
    restarting,
    row('login', 5, 'logging in again', 'logged in', false),
    verifying,
  ],
  'snapshot-download': [
    row('download', 80, 'downloading', 'downloaded', true),
    row('checking', 20, 'checking the file', 'verified', true),
  ],
  reboot: [
    row('requesting', 10, 'asking for the reboot', 'asked', false),
    row('down', 40, 'waiting until it is down', 'down', false),
    row('returning', 40, 'waiting for its return', 'back', false),
    verifying,
  ],
} as const satisfies Record<JobKind, readonly PhaseRow[]>;

/** The rows that a job goes through; `backup` drops out when no backup is taken first. */
export const phasesOf = (kind: JobKind, options: { backupFirst: boolean }): readonly PhaseRow[] =>
  kind === 'backup' || options.backupFirst
    ? phaseTable[kind]
    : phaseTable[kind].filter((entry: PhaseRow) => entry.phase !== 'backup');
