/** As many rows as go into one INSERT: far below the 32 766 values that SQLite takes, whatever the table. */
const rowsAtOnce = 100;

/** Many rows in parts that fit into one statement each. */
export function* inChunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce);
}
