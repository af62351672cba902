import type { JobKind } from '#shared/maintenance/phases.ts';

/** What a job does, one after the other; each has one executor (`executors.ts`). */
export type Step =
  /** Downloads and checks a backup of the gateway, or a snapshot that lies there. */
  | 'backup'
  /** Sends the file; ends when the gateway accepted it. */
  | 'upload'
  /** Has the gateway download the update of its own feed and check it; nothing is installed. */
  | 'fetch'
  /** Has the gateway install the update that it fetched. */
  | 'apply'
  /** Has the gateway restore a snapshot that lies there. */
  | 'restore-snapshot'
  /** Asks for the reboot. */
  | 'reboot'
  /** Follows the gateway's own job to its end. */
  | 'follow'
  /** Waits until it went down and came back healthy under another boot id. */
  | 'return'
  /** A restore drops every session. */
  | 'login'
  /** Reads the world again: success is what was verified. */
  | 'verify';

export interface PlanInput {
  kind: JobKind;
  backupFirst: boolean;
  /** The gateway offers jobs (extension); a plain box is watched instead. */
  jobs: boolean;
}

/** Steps of a job. Pure: what is not in here is not done. */
export function planOf({ kind, backupFirst, jobs }: PlanInput): readonly Step[] {
  const first: Step[] = backupFirst ? ['backup'] : [];
  const follow: Step[] = jobs ? ['follow'] : [];
  switch (kind) {
    case 'backup':
    case 'snapshot-download':
      return ['backup'];
    case 'upgrade':
      return [...first, 'upload', ...follow, 'return', 'verify'];
    case 'update':
      // Fetched on its own: until then a cancel leaves the gateway as it was.
      return [...first, 'fetch', 'apply', ...follow, 'return', 'verify'];
    case 'firmware':
      return [...first, 'upload', 'reboot', ...follow, 'return', 'verify'];
    // Sessions end with the restore: the job can be read only after the return.
    case 'restore':
      return [...first, 'upload', 'return', 'login', ...follow, 'verify'];
    case 'snapshot-restore':
      return [...first, 'restore-snapshot', 'return', 'login', ...follow, 'verify'];
    case 'reboot':
      return ['reboot', 'return', 'verify'];
  }
}

/** The steps that end with the gateway's word that it has begun. */
const acceptances: readonly Step[] = ['upload', 'apply', 'restore-snapshot'];

/** What is left of a plan for a job that had been accepted when the workbench ended. */
export const afterAcceptance = (steps: readonly Step[]): readonly Step[] =>
  steps.slice(steps.findIndex((step) => acceptances.includes(step)) + 1);
