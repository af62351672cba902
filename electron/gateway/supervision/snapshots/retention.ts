interface Kept {
  name: string;
  createdAt: string;
}

/** Names to delete, given all snapshots newest first: beyond the count or the age, but never the newest one. Pure. */
export function snapshotsToDelete(
  newestFirst: readonly Kept[],
  rule: { keepCount: number; keepDays: number },
  now: Date,
): string[] {
  const oldest = now.getTime() - rule.keepDays * 24 * 60 * 60 * 1000;
  return newestFirst
    .filter((snapshot, index) => {
      const tooMany = index >= rule.keepCount;
      const tooOld = Date.parse(snapshot.createdAt) < oldest;
      return index > 0 && (tooMany || tooOld);
    })
    .map(({ name }) => name);
}
