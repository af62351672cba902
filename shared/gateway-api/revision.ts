import { z } from 'zod';

/** A calendar version: `2026.04`, `2026.04.1` (contract §3). Numbers compare by value, so `2026.4` equals `2026.04.0`. */
const pattern = /^\d{4}\.\d{1,2}(\.\d{1,6})?$/;

export const revisionSchema = z.string().regex(pattern, 'a revision looks like 2026.04.1');

const parts = (revision: string): number[] => revision.split('.').map(Number);

/** Negative when `a` is older than `b`, 0 when they are the same revision, positive when newer. */
export function compareRevisions(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
