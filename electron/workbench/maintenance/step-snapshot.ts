import { requestChange } from './accept-change.ts';
import type { JobContext, StepEnd } from './job-context.ts';

/** Restores a snapshot that lies on the gateway (extension `restore-snapshot`). */
export function restoreSnapshotStep(context: JobContext): Promise<StepEnd> {
  const { snapshot } = context;
  if (snapshot === null) throw new Error('a job that restores a snapshot names none');
  return requestChange(context, { call: 'restore', query: { snapshot }, what: snapshot });
}
