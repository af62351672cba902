import type { Job } from '#shared/bridge/maintenance.ts';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';

/** Replaces the item with the same id in place, or adds it at the end. */
export function upsertById<T extends { id: string }>(items: readonly T[], item: T): T[] {
  return items.some((entry) => entry.id === item.id)
    ? items.map((entry) => (entry.id === item.id ? item : entry))
    : [...items, item];
}

export const removeById = <T extends { id: string }>(items: readonly T[], id: string): T[] =>
  items.filter((entry) => entry.id !== id);

/** The answer to a call may be older than an event that overtook it: a job never goes back. */
export function newerJob(known: Job, incoming: Job): Job {
  if (known.state === 'done' && incoming.state === 'running') return known;
  if (known.dismissed && !incoming.dismissed) return known;
  if (known.state === incoming.state && incoming.progress < known.progress) return known;
  return incoming;
}

/** Newest first, as the drawer and the result cards show them. */
export function upsertJob(jobs: readonly Job[], incoming: Job): Job[] {
  const known = jobs.find((job) => job.id === incoming.id);
  const next = upsertById(jobs, known ? newerJob(known, incoming) : incoming);
  return next.sort((a, b) => b.startedAt - a.startedAt);
}

/** Newest first. An ended run does not run again. */
export function upsertRun(runs: readonly RecipeRunState[], incoming: RecipeRunState): RecipeRunState[] {
  const known = runs.find(({ id }) => id === incoming.id);
  const newer = known?.state === 'ended' && incoming.state === 'running' ? known : incoming;
  return upsertById(runs, newer).sort((a, b) => b.startedAt - a.startedAt);
}

/** The answer to a start may be older than the events that overtook it: it only adds the run. */
export const startedRun = (runs: readonly RecipeRunState[], run: RecipeRunState): RecipeRunState[] =>
  runs.some(({ id }) => id === run.id) ? [...runs] : upsertRun(runs, run);
