import type { Job } from '#shared/bridge/maintenance.ts';
import { formatBytes, formatRate } from '#shared/format/bytes.ts';
import { type JobKind, type PhaseRow, phaseTable } from '#shared/maintenance/phases.ts';
import { formatDuration, formatTimeLeft } from '../format/duration.ts';
import { formatExact } from '../format/time.ts';
import type { GatewayTab } from '../routes.ts';

type Outcome = NonNullable<Job['outcome']>;
export type JobMark = 'good' | 'warning' | 'bad' | 'busy' | 'cancelled';

const nouns: Record<JobKind, string> = {
  backup: 'Backup',
  upgrade: 'Upgrade',
  firmware: 'Firmware upgrade',
  restore: 'Restore',
  reboot: 'Reboot',
  update: 'Update',
  'snapshot-restore': 'Restore of a snapshot',
  'snapshot-download': 'Snapshot download',
};

export const jobNoun = (kind: JobKind): string => nouns[kind];

const doing: Record<JobKind, string> = {
  backup: 'Backing up',
  upgrade: 'Upgrading',
  firmware: 'Installing firmware on',
  restore: 'Restoring',
  reboot: 'Rebooting',
  update: 'Updating',
  'snapshot-restore': 'Restoring a snapshot of',
  'snapshot-download': 'Downloading a snapshot of',
};

const succeeded: Record<JobKind, (gateway: string) => string> = {
  backup: (gateway) => `${gateway} backed up`,
  upgrade: (gateway) => `${gateway} upgraded`,
  firmware: (gateway) => `${gateway} has new firmware`,
  restore: (gateway) => `${gateway} restored`,
  reboot: (gateway) => `${gateway} rebooted`,
  update: (gateway) => `${gateway} updated`,
  'snapshot-restore': (gateway) => `${gateway} restored from a snapshot`,
  'snapshot-download': (gateway) => `Snapshot of ${gateway} downloaded`,
};

/** How a noun goes on to the gateway's name, where `of` reads badly. */
const linked: Partial<Record<JobKind, string>> = { 'snapshot-restore': 'on', 'snapshot-download': 'from' };

const ended: Record<Exclude<Outcome, 'succeeded'>, string> = {
  failed: 'failed',
  'rolled-back': 'was rolled back',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

/** `Upgrading boiler-room`, `boiler-room upgraded`, `Upgrade of boiler-room was rolled back`. */
export function jobTitle(job: Pick<Job, 'kind' | 'gatewayName' | 'state' | 'outcome'>): string {
  if (job.state === 'running' || job.outcome === null) return `${doing[job.kind]} ${job.gatewayName}`;
  if (job.outcome === 'succeeded') return succeeded[job.kind](job.gatewayName);
  return `${nouns[job.kind]} ${linked[job.kind] ?? 'of'} ${job.gatewayName} ${ended[job.outcome]}`;
}

const marks: Record<Outcome, JobMark> = {
  succeeded: 'good',
  failed: 'bad',
  'rolled-back': 'warning',
  cancelled: 'cancelled',
  interrupted: 'warning',
};

export const jobMark = (job: Pick<Job, 'outcome'>): JobMark => (job.outcome ? marks[job.outcome] : 'busy');

const outcomeWords: Record<Outcome, string> = {
  succeeded: 'done',
  failed: 'failed',
  'rolled-back': 'rolled back',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

export const outcomeWord = (job: Pick<Job, 'outcome'>): string =>
  job.outcome ? outcomeWords[job.outcome] : 'running';

export interface Tick {
  phase: string;
  label: string;
  state: 'done' | 'current' | 'pending' | 'stopped';
}

const rowOf = (kind: JobKind, phase: string): PhaseRow | undefined =>
  (phaseTable[kind] as readonly PhaseRow[]).find((row) => row.phase === phase);

/** The row of ticks below the bar. A job that ended badly shows where it stopped. */
export function jobTicks(job: Pick<Job, 'kind' | 'phases' | 'phase' | 'state' | 'outcome'>): Tick[] {
  const current = job.phases.indexOf(job.phase);
  return job.phases.map((phase, index) => {
    const row = rowOf(job.kind, phase);
    const label = row?.done ?? phase;
    if (job.outcome === 'succeeded' || index < current) return { phase, label, state: 'done' };
    if (index > current) return { phase, label, state: 'pending' };
    if (job.state === 'done') return { phase, label: row?.doing ?? phase, state: 'stopped' };
    return { phase, label: row?.doing ?? phase, state: 'current' };
  });
}

/** `installing`, `uploading`: what the job does right now. */
export const phaseWord = (job: Pick<Job, 'kind' | 'phase'>): string =>
  rowOf(job.kind, job.phase)?.doing ?? job.phase;

export const percent = (progress: number): number => Math.min(100, Math.floor(progress * 100));

/** `11.2 of 18.4 MB`, `1.2 MB/s`, `about 6 s left`: only what is known. */
export function transferWords(transfer: Job['transfer']): string[] {
  if (!transfer) return [];
  const moved =
    transfer.totalBytes === null
      ? formatBytes(transfer.bytes)
      : `${formatBytes(transfer.bytes)} of ${formatBytes(transfer.totalBytes)}`;
  const left = formatTimeLeft(transfer.secondsLeft);
  const rate = transfer.bytesPerSecond > 0 ? formatRate(transfer.bytesPerSecond) : null;
  return [moved, rate, left].filter((word) => word !== null);
}

/** A restore leaves the revision as it is. */
export const isRestore = ({ kind }: Pick<Job, 'kind'>): boolean =>
  kind === 'restore' || kind === 'snapshot-restore';

/** Whether what it saves is on the list of backups afterwards. */
export const savesBackup = ({ kind }: Pick<Job, 'kind'>): boolean =>
  kind === 'backup' || kind === 'snapshot-download';

function revisionRow({ kind, from, to }: Job): [string, string | null] {
  if (isRestore({ kind })) return ['Backup of revision', to];
  const label = kind === 'firmware' ? 'Firmware' : 'Revision';
  return [label, from || to ? `${from ?? '?'} -> ${to ?? '?'}` : null];
}

/** The way that a job goes by, in words. */
export const wayWords: Readonly<Record<Job['via'], string>> = { lan: 'LAN', serial: 'serial cable' };

/** Everything about an ended job as text, for a message to whoever is called for help. */
export function jobDetails(job: Job): string {
  const rows: [string, string | null][] = [
    ['Job', jobTitle(job)],
    ['Result', job.summary],
    ['Gateway', job.gatewayName],
    ['Went by', wayWords[job.via]],
    revisionRow(job),
    ['File', job.file ? `${job.file.name}, ${job.file.bytes} bytes, sha256 ${job.file.sha256}` : null],
    ['Started', formatExact(job.startedAt)],
    ['Ended', job.endedAt === null ? null : formatExact(job.endedAt)],
    ['Took', job.endedAt === null ? null : formatDuration(job.endedAt - job.startedAt)],
    ['Away for', job.downtimeMs === null ? null : formatDuration(job.downtimeMs)],
    ['Failure', job.failure ? `${job.failure.code}: ${job.failure.message}` : null],
    ['Detail', job.failure?.detail ?? null],
    ['Job id', job.id],
  ];
  const head = rows.filter(([, value]) => value !== null).map(([label, value]) => `${label}: ${value}`);
  const log = job.log.map((entry) => `${new Date(entry.at).toISOString()} ${entry.message}`);
  return [...head, '', ...log].join('\n').trimEnd();
}

/** Running jobs of one gateway come first, then results that nobody dismissed, newest first. */
export function jobsOnPage(jobs: readonly Job[], gatewayId: string): { running: Job[]; results: Job[] } {
  const own = jobs.filter((job) => job.gatewayId === gatewayId);
  return {
    running: own.filter((job) => job.state === 'running'),
    results: own.filter((job) => job.state === 'done' && !job.dismissed),
  };
}

/** Whether a job's end is worth a message: not when its result card is on the screen already. */
export const isWorthNotice = (job: Pick<Job, 'state' | 'dismissed'>, resultOnScreen: boolean): boolean =>
  job.state === 'done' && !job.dismissed && !resultOnScreen;

export const runningJob = (jobs: readonly Job[], gatewayId: string): Job | null =>
  jobs.find((job) => job.gatewayId === gatewayId && job.state === 'running') ?? null;

const shownOn: Partial<Record<JobKind, GatewayTab>> = {
  update: 'updates',
  'snapshot-restore': 'snapshots',
  'snapshot-download': 'snapshots',
};

/**
 * The tabs that show a job and its result, first the one where it was started. A box that is used by the management API only
 * has no tab Maintain.
 */
export function tabsOfJob({ kind }: Pick<Job, 'kind'>): [GatewayTab, ...GatewayTab[]] {
  const own = shownOn[kind];
  return own === undefined ? ['maintain'] : [own, 'maintain'];
}
