import type { PhaseRow } from './phases.ts';

/**
 * Position of the one bar, 0…1: everything before `phase` counts whole, `phase` itself by `fraction` (0…1).
 * Never below `previous`, so that a phase which is repeated (an upload tried again) does not move the bar back.
 */
export function overallProgress(
  phases: readonly PhaseRow[],
  phase: string,
  fraction: number,
  previous: number,
): number {
  const total = phases.reduce((sum, entry) => sum + entry.weight, 0);
  const index = phases.findIndex((entry) => entry.phase === phase);
  if (index < 0 || total === 0) return previous;
  const before = phases.slice(0, index).reduce((sum, entry) => sum + entry.weight, 0);
  const within = (phases[index]?.weight ?? 0) * Math.min(1, Math.max(0, fraction));
  return Math.max(previous, (before + within) / total);
}
