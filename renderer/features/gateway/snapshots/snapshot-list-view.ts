import type { Snapshot } from '#shared/gateway-api/extensions.ts';

/** Why a snapshot exists, in a word of the table. */
const originWords: Record<Snapshot['origin'], string> = {
  schedule: 'by schedule',
  manual: 'by hand',
  'before-upgrade': 'before an upgrade',
  'before-restore': 'before a restore',
};

export const originWord = (origin: Snapshot['origin']): string => originWords[origin];

const dayMs = 86_400_000;

/** Ways to choose many at once. */
export const choices = [
  { id: 'all', label: 'All', wants: () => true },
  {
    id: 'old',
    label: 'Older than 30 days',
    wants: (snapshot: Snapshot, now: number) => now - Date.parse(snapshot.createdAt) > 30 * dayMs,
  },
  { id: 'scheduled', label: 'By schedule', wants: (snapshot: Snapshot) => snapshot.origin === 'schedule' },
  { id: 'damaged', label: 'Damaged', wants: (snapshot: Snapshot) => !snapshot.verified },
] as const;
export type Choice = (typeof choices)[number];

export const chooseBy = (snapshots: readonly Snapshot[], choice: Choice, now: number): Set<string> =>
  new Set(snapshots.filter((snapshot) => choice.wants(snapshot, now)).map(({ name }) => name));

/** What a delete loses, said before it happens. */
export function deleteLines(going: readonly Snapshot[], all: readonly Snapshot[]): string[] {
  const returns = going.filter(({ origin }) => origin.startsWith('before-')).length;
  return [
    going.length === 1
      ? 'It is deleted from the gateway and cannot be brought back.'
      : `${going.length} snapshots are deleted from the gateway and cannot be brought back.`,
    ...(returns === 0
      ? []
      : [
          `${returns === 1 ? (going.length === 1 ? 'It was' : 'One of them was') : `${returns} of them were`} taken before an upgrade or a restore, as the way back.`,
        ]),
    ...(going.length === all.length ? ['No snapshot remains on the gateway.'] : []),
  ];
}

/** Which of the dialogs over the list is open, and for what. */
export type OpenDialog = { what: 'take' } | { what: 'compare' | 'restore' | 'delete'; snapshot: Snapshot };
