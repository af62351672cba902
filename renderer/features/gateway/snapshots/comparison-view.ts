import type { Inspection } from '#shared/gateway-api/extensions.ts';
import { count } from '../../../lib/format/words.ts';

type Part = NonNullable<Inspection['parts']>[number];

const partWords: Record<Part['part'], string> = {
  gateways: 'Driver instances',
  addresses: 'Addresses',
  routes: 'Routes',
  logics: 'Logics',
  accounts: 'Accounts',
  settings: 'Settings',
};

export interface PartRow {
  part: Part['part'];
  title: string;
  same: boolean;
  /** `12 in the snapshot, 14 now`; empty for settings, of which there is one set. */
  counts: string;
  /** What a restore would do, e.g. `2 come back, 1 goes, 3 change`. */
  effect: string;
  names: { what: string; names: readonly string[] }[];
  /** Names beyond the hundred of each list that the gateway tells. */
  more: number;
}

/** One line a part: what a restore of the snapshot would do to what the gateway has now. */
export function comparisonRows(parts: readonly Part[]): PartRow[] {
  return parts.map((part) => ({
    part: part.part,
    title: partWords[part.part],
    same: part.same,
    counts: part.part === 'settings' ? '' : `${part.archive} in the snapshot, ${part.live} now`,
    effect: part.same ? 'the same' : effectWords(part),
    names: [
      { what: 'Come back', names: part.added },
      { what: 'Go', names: part.removed },
      { what: 'Change back', names: part.changed },
    ].filter(({ names }) => names.length > 0),
    more: part.more,
  }));
}

function effectWords({ added, removed, changed, more }: Part): string {
  const words = [
    added.length > 0 ? `${added.length} ${added.length === 1 ? 'comes' : 'come'} back` : null,
    removed.length > 0 ? `${removed.length} ${removed.length === 1 ? 'goes' : 'go'}` : null,
    changed.length > 0 ? `${changed.length} ${changed.length === 1 ? 'changes' : 'change'} back` : null,
    more > 0 ? `and ${more} more` : null,
  ].filter((word) => word !== null);
  return words.length > 0 ? words.join(', ') : 'differs';
}

/** Why a restore of it would be refused, by the checks that the gateway made; null when it would not. */
export function whyBroken({ checks }: Pick<Inspection, 'checks'>): string | null {
  const failed = checks.filter((check) => check.result === 'failed');
  return failed.length > 0
    ? `It cannot be restored. ${failed.map((check) => check.message).join(' ')}`
    : null;
}

/** The sentence above the table. */
export function comparisonSummary(inspection: Pick<Inspection, 'parts' | 'checks'>): {
  mark: 'good' | 'warning' | 'bad';
  text: string;
} {
  const broken = whyBroken(inspection);
  if (broken !== null) return { mark: 'bad', text: broken };
  const different = inspection.parts?.filter((part) => !part.same) ?? [];
  if (inspection.parts === null) {
    return { mark: 'warning', text: 'The gateway did not tell what a restore would change.' };
  }
  return different.length === 0
    ? { mark: 'good', text: 'The configuration is the same as now. A restore would change nothing.' }
    : {
        mark: 'warning',
        text: `A restore would change ${count(different.length, 'part')}: ${different
          .map((part) => partWords[part.part].toLowerCase())
          .join(', ')}.`,
      };
}

/** Said before a snapshot is restored. */
export const restoreLines = (name: string, backupFirst: boolean): string[] => [
  `Everything that is configured on ${name} now is replaced by the state of the snapshot: driver instances, addresses, routes, logics, accounts and settings.`,
  'All drivers stop while it restarts, and all logins end. This workbench logs in again by itself when it can.',
  backupFirst
    ? 'A backup is downloaded to this computer and checked first.'
    : 'No backup is taken first. The gateway takes a snapshot of its own.',
];
