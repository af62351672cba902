/** Which rows are chosen, by their ids. Pure: the table and its tests share it. */
export type Chosen = ReadonlySet<string>;

/** What the table needs to let rows be chosen; {@link Chosen} is kept by whoever acts on it. */
export interface Selection<T> {
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
  /** What a row is called by the box that chooses it: `flow temperature`. */
  name(row: T): string;
  /** Why a row cannot be chosen, because nothing could be done with it; null when it can. */
  whyNot?: ((row: T) => string | null) | undefined;
}

/** The chosen rows that are still there and may still be chosen, in the order of the list. */
export const pickedOf = <T>(
  rows: readonly T[],
  chosen: Chosen,
  { rowId, whyNot }: { rowId(row: T): string; whyNot?: ((row: T) => string | null) | undefined },
): readonly T[] => rows.filter((row) => chosen.has(rowId(row)) && (whyNot?.(row) ?? null) === null);

export function toggled(chosen: Chosen, id: string): Set<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/**
 * The rows between the one that was chosen last and this one, both included, get the state that this one would get by
 * itself. Without the former one, or when it is not shown any more, only this one changes.
 */
export function withRange(chosen: Chosen, shown: readonly string[], from: string | null, id: string): Chosen {
  const start = from === null ? -1 : shown.indexOf(from);
  const end = shown.indexOf(id);
  if (start < 0 || end < 0) return toggled(chosen, id);
  const range = shown.slice(Math.min(start, end), Math.max(start, end) + 1);
  const next = new Set(chosen);
  for (const one of range) {
    if (chosen.has(id)) next.delete(one);
    else next.add(one);
  }
  return next;
}

export type AllState = 'none' | 'some' | 'all';

/** How the box in the header stands over the rows that are shown. */
export function allState(chosen: Chosen, shown: readonly string[]): AllState {
  const hit = shown.filter((id) => chosen.has(id)).length;
  if (hit === 0) return 'none';
  return hit === shown.length ? 'all' : 'some';
}

/** The box in the header: chooses what the filter shows, or lets exactly that go; what is hidden stays as it was. */
export function withAll(chosen: Chosen, shown: readonly string[]): Set<string> {
  const next = new Set(chosen);
  const letGo = allState(chosen, shown) === 'all';
  for (const id of shown) {
    if (letGo) next.delete(id);
    else next.add(id);
  }
  return next;
}

/** `3 chosen`, `3 chosen, 1 of them hidden by the filter`: an act takes the hidden ones along. */
export function chosenWords(chosen: Chosen, shown: readonly string[]): string {
  const visible = new Set(shown);
  const hidden = [...chosen].filter((id) => !visible.has(id)).length;
  const all = `${chosen.size} chosen`;
  return hidden === 0
    ? all
    : `${all}, ${hidden === chosen.size ? 'all' : `${hidden} of them`} hidden by the filter`;
}
