import type { Result } from '#shared/result.ts';
import { count } from '../../lib/format/words.ts';

/** One thing that can be done with many rows at once. */
export interface BulkAct<T> {
  id: string;
  /** On the buttons: `Delete`. */
  verb: string;
  /** What they are afterwards: `deleted`. */
  done: string;
  /** Loses something: red, and Enter does not do it by accident. */
  loses?: boolean;
  /** For which of the chosen rows it makes sense; absent: for all. */
  fits?(row: T): boolean;
  /** Said when it makes sense for none of them. */
  noneFits?: string;
  /** Why it may not be done with these together; null when it may. */
  whyNot?(rows: readonly T[]): string | null;
  /** What happens, and what is lost by it. */
  lines(rows: readonly T[]): readonly string[];
  run(row: T): Promise<Result<unknown>>;
}

/** `address`, `addresses`. */
export type BulkNoun = readonly [one: string, many: string];

export const fitting = <T>(act: BulkAct<T>, rows: readonly T[]): readonly T[] =>
  act.fits ? rows.filter((row) => act.fits?.(row)) : rows;

/** Why the act cannot be done with what is chosen; null when it can. `denied` is what the account or the connection lacks. */
export function whyNotDone<T>(act: BulkAct<T>, rows: readonly T[], denied: string | null): string | null {
  if (denied !== null) return denied;
  const fit = fitting(act, rows);
  if (fit.length === 0) return act.noneFits ?? 'Nothing is chosen.';
  return act.whyNot?.(fit) ?? null;
}

/** `Delete 3`, or `Enable 2 of 3` when it makes sense for some of them only. */
export function bulkLabel<T>(act: BulkAct<T>, rows: readonly T[]): string {
  const fit = fitting(act, rows).length;
  if (fit === 0) return `${act.verb}…`;
  return fit === rows.length ? `${act.verb} ${fit}…` : `${act.verb} ${fit} of ${rows.length}…`;
}

const mostNames = 8;

/** `a, b, c and 12 more`. */
export function nameList(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  const more = names.length - mostNames;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** How it ended, as a heading: `2 of 5 addresses deleted`. */
export const outcomeTitle = (act: { done: string }, noun: BulkNoun, done: number, all: number): string =>
  `${done} of ${count(all, ...noun)} ${act.done}`;
