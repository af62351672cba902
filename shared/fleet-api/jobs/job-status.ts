import { z } from 'zod';

/** Status words of the wire (§1.12). */
export const jobStatuses = [
  ...(['QUEUED', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'CANCELED'] as const),
] as const;

export const jobStatusSchema = z.enum(jobStatuses);

export type JobStatus = (typeof jobStatuses)[number];

/** From which status which others are reached; what ended stays as it ended. */
const next: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  QUEUED: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'REJECTED', 'CANCELED'],
  IN_PROGRESS: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'CANCELED'],
  SUCCEEDED: [],
  FAILED: [],
  TIMED_OUT: [],
  REJECTED: [],
  CANCELED: [],
};

export const hasEnded = (status: JobStatus): boolean => next[status].length === 0;

export const mayBecome = (from: JobStatus, to: JobStatus): boolean => next[from].includes(to);

/** What a job is, taken together from its executions; `isMoreDue`: a schedule makes others. */
export function statusOfAll(statuses: readonly JobStatus[], isMoreDue: boolean): JobStatus {
  const open = statuses.filter((status) => !hasEnded(status));
  if (open.length > 0) return statuses.every((status) => status === 'QUEUED') ? 'QUEUED' : 'IN_PROGRESS';
  if (isMoreDue) return statuses.length === 0 ? 'QUEUED' : 'IN_PROGRESS';
  if (statuses.length === 0) return 'CANCELED';
  const [first = 'CANCELED'] = statuses;
  if (statuses.every((status) => status === first)) return first;
  return statuses.some((status) => status !== 'SUCCEEDED' && status !== 'CANCELED') ? 'FAILED' : 'SUCCEEDED';
}
