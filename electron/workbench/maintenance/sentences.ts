import type { Job } from '#shared/bridge/maintenance.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { formatBytes } from '#shared/format/bytes.ts';
import { type JobKind, type PhaseRow, phaseTable } from '#shared/maintenance/phases.ts';

/** Sentences of the result card. Pure. */

const away = (ms: number | null): string =>
  ms === null ? '' : `, was away for ${(ms / 1_000).toFixed(1)} s`;

/** `proved`: another boot id and a healthy answer were seen; a plain box only fell silent and answered again. */
export function successSentence(
  job: Job,
  facts: { proved: boolean; loginRefused: boolean; backup: { name: string; bytes: number } | null },
): string {
  const { gatewayName: gateway, kind, to, downtimeMs } = job;
  if (kind === 'backup' || kind === 'snapshot-download') {
    const { name, bytes } = facts.backup ?? { name: 'The backup', bytes: 0 };
    return `${name} is saved, ${formatBytes(bytes)}, opened again and verified.`;
  }
  if (kind === 'update' && !facts.proved) {
    return `${gateway} runs ${to ?? 'the update'}, as it tells itself. This gateway tells no more, so only that was verified.`;
  }
  if (!facts.proved) {
    return `${gateway} went down and answers again${away(downtimeMs)}. This gateway tells no more, so only that was verified.`;
  }
  if (kind === 'reboot') return `${gateway} is back and healthy${away(downtimeMs)}.`;
  if (kind === 'upgrade' || kind === 'update')
    return `${gateway} runs ${to ?? 'the new revision'}${away(downtimeMs)}.`;
  if (kind === 'firmware') return `${gateway} runs firmware ${to ?? 'as uploaded'}${away(downtimeMs)}.`;
  const accounts = facts.loginRefused
    ? ' Its accounts are those of the backup now: log in with the password of that time.'
    : '';
  return `${gateway} is restored and healthy${away(downtimeMs)}.${accounts}`;
}

/** Phases after which a file may have done something to the gateway. */
const harmless = ['backup', 'upload', 'download', 'fetching', 'checking', 'requesting', ''];

/** Of an update the gateway checks the package after it was told to install it. */
const isHarmless = ({ kind, phase }: Pick<Job, 'kind' | 'phase'>): boolean =>
  harmless.includes(phase) && !(kind === 'update' && phase === 'checking');

/** What a job that ended early leaves behind, for "Cancelled. …" and "The workbench was closed while …". */
export function effectSentence(job: Pick<Job, 'kind' | 'phase' | 'gatewayName'>): string {
  if (isHarmless(job)) {
    if (job.kind === 'snapshot-download') return 'No snapshot was saved.';
    return job.kind === 'backup' ? 'No backup was saved.' : `Nothing was changed on ${job.gatewayName}.`;
  }
  if (job.kind === 'firmware' && job.phase === 'accepted') {
    return `The image may wait on ${job.gatewayName} for its next boot.`;
  }
  return `${job.gatewayName} goes on by itself; look at what it runs before you try again.`;
}

/** Why a job failed and, before the gateway had the whole file, that it is as it was. */
export function failureSentence(
  job: Pick<Job, 'kind' | 'phase' | 'gatewayName'>,
  { message }: Pick<Failure, 'message'>,
): string {
  const early = ['backup', 'upload', 'fetching'].includes(job.phase) && !/nothing was changed/i.test(message);
  return early ? `${message} ${effectSentence(job)}` : message;
}

/** "uploading", for "The workbench was closed while uploading." */
export function doingIn(kind: JobKind, phase: string): string {
  const rows: readonly PhaseRow[] = phaseTable[kind];
  return rows.find((row) => row.phase === phase)?.doing ?? 'starting';
}
