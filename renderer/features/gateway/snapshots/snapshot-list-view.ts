import type { Snapshot } from '#shared/gateway-api/extensions.ts';

/** Why a snapshot exists, in a word of the table. */
const originWords: Record<Snapshot['origin'], string> = {
  schedule: 'by schedule',
  manual: 'by hand',
  'before-upgrade': 'before an upgrade',
  'before-restore': 'before a restore',
};

export const originWord = (origin: Snapshot['origin']): string => originWords[origin];

export const snapshotColumns = ['createdAt', 'origin', 'revision', 'bytes'] as const;
export type SnapshotColumn = (typeof snapshotColumns)[number];

export interface SnapshotSort {
  column: SnapshotColumn;
  descending: boolean;
}

/** A first click shows the newest and the largest on top; a second one turns the order round. */
export const nextSort = (sort: SnapshotSort, column: SnapshotColumn): SnapshotSort =>
  sort.column === column
    ? { column, descending: !sort.descending }
    : { column, descending: column === 'createdAt' || column === 'bytes' };

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const byName = (a: Snapshot, b: Snapshot): number => natural.compare(a.name, b.name);

const compare: Record<SnapshotColumn, (a: Snapshot, b: Snapshot) => number> = {
  createdAt: (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt),
  origin: (a, b) => natural.compare(originWord(a.origin), originWord(b.origin)),
  revision: (a, b) => natural.compare(a.revision, b.revision),
  bytes: (a, b) => a.bytes - b.bytes,
};

/** The snapshots that match every word of the filter, in the wanted order; equal ones by name. */
export function visibleSnapshots(
  snapshots: readonly Snapshot[],
  filter: string,
  sort: SnapshotSort,
): Snapshot[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const direction = sort.descending ? -1 : 1;
  return snapshots
    .filter((snapshot) => {
      const text = searchText(snapshot);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => direction * (compare[sort.column](a, b) || byName(a, b)));
}

const searchText = (snapshot: Snapshot): string =>
  [
    snapshot.name,
    snapshot.label ?? '',
    originWord(snapshot.origin),
    snapshot.revision,
    snapshot.verified ? 'verified' : 'damaged',
  ]
    .join(' ')
    .toLowerCase();

/** How much the listed snapshots take on the gateway. */
export const totalBytes = (snapshots: readonly Snapshot[]): number =>
  snapshots.reduce((sum, snapshot) => sum + snapshot.bytes, 0);

/** What is chosen and still there, in the order of the list. */
export const chosenOf = (snapshots: readonly Snapshot[], chosen: ReadonlySet<string>): Snapshot[] =>
  snapshots.filter((snapshot) => chosen.has(snapshot.name));

/** The box in the head of the table: all, none, or some of what the filter shows. */
export function headChoice(
  visible: readonly Snapshot[],
  chosen: ReadonlySet<string>,
): { checked: boolean; indeterminate: boolean } {
  const count = visible.filter((snapshot) => chosen.has(snapshot.name)).length;
  const checked = visible.length > 0 && count === visible.length;
  return { checked, indeterminate: count > 0 && !checked };
}

/** What a delete loses, said before it happens. */
export function deleteLines(going: readonly Snapshot[], all: readonly Snapshot[]): string[] {
  const last = going.length === all.length;
  const unrepeatable = going.filter((snapshot) => snapshot.origin.startsWith('before-')).length;
  return [
    going.length === 1
      ? 'The snapshot is deleted from the gateway and cannot be brought back.'
      : `${going.length} snapshots are deleted from the gateway and cannot be brought back.`,
    ...(unrepeatable > 0
      ? [
          `${unrepeatable === 1 ? 'One was' : `${unrepeatable} were`} taken before an upgrade or a restore, to go back to.`,
        ]
      : []),
    ...(last ? ['No snapshot remains on the gateway.'] : []),
  ];
}
