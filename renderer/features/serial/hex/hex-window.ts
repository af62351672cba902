import { rowBytes } from './hex-rows.ts';

/** 786 432 rows: more would be higher than browsers draw an element (17.8 million pixels in Firefox). */
export const shownBytes = 12 * 1024 * 1024;

interface Kept {
  cutBefore: number;
  total: number;
}

/** The part of what is kept that is shown: the newest, or around a hit that lies before it. */
export function hexWindow(kept: Kept, hit: number | null): Kept {
  const newest = Math.max(kept.cutBefore, kept.total - shownBytes);
  if (hit === null || hit >= newest) return { cutBefore: newest, total: kept.total };
  const from = Math.max(kept.cutBefore, hit - shownBytes / 2);
  return { cutBefore: from, total: Math.min(kept.total, from - (from % rowBytes) + shownBytes) };
}

export const showsAll = (kept: Kept, shown: Kept): boolean =>
  shown.cutBefore === kept.cutBefore && shown.total === kept.total;
