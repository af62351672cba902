import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { openDatabase } from '#platform/database/database.ts';
import { type ChainHeadFile, chainHeadFile } from '#platform/hash-chain/chain-head.ts';
import { type ChainHead, chainStart } from '#platform/hash-chain/hash-chain.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';
import { type ActivityRow, hashOf } from './activity-chain.ts';

/** Rows of the activity log, each bound to the one before; nothing here changes or reorders one. */
export interface ActivityStore {
  /** On disk when it returns; throws when the disk is full. */
  append(entry: Pick<ActivityRow, 'at' | 'type' | 'action' | 'target' | 'user' | 'details'>): ActivityRow;
  /** Newest first. `before`: only entries with a smaller number. */
  newest(filter: { limit: number; before: number | null; type: Activity['type'] | null }): ActivityRow[];
  /** Set when entries at the end were missing at the start: they are never numbered again. */
  cutOff: { from: number; to: number } | null;
  close(): void;
}

export interface ActivityLimits {
  /** Beyond so many entries the oldest go, as many as `removeAtOnce`. */
  maxEntries: number;
  removeAtOnce: number;
}

/** About 400 bytes an entry: 80 MiB at most, years of work, or days of an attack on the login. */
export const activityLimits: ActivityLimits = { maxEntries: 200_000, removeAtOnce: 20_000 };

const databaseName = 'activity.sqlite';
const headName = 'activity.head';
/** The entry that says which older ones are gone. */
export const removedEntry = { type: 'log', action: 'shortened', target: 'activity' } as const;

/**
 * Opens the log in `folder`. It has a database of its own, which neither a restore replaces nor a roll-back brings back to an
 * earlier day. The table never changes: an older revision must be able to go on with it.
 */
export function openActivityStore(
  folder: string,
  log: Pick<Logger, 'error'>,
  limits: ActivityLimits = activityLimits,
): ActivityStore {
  const database = openDatabase(join(folder, databaseName), []);
  const { sql } = database;
  sql.exec(`
    CREATE TABLE IF NOT EXISTS activity (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      type TEXT NOT NULL,
      action TEXT NOT NULL,
      target TEXT NOT NULL,
      user TEXT NOT NULL,
      details TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS activity_by_type ON activity (type, number);
  `);
  const insert = sql.prepare('INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const newest = sql.prepare('SELECT * FROM activity WHERE number < ? ORDER BY number DESC LIMIT ?');
  const newestOf = sql.prepare(
    'SELECT * FROM activity WHERE type = ? AND number < ? ORDER BY number DESC LIMIT ?',
  );
  const count = sql.prepare('SELECT count(*) AS entries FROM activity');
  const oldest = sql.prepare('SELECT number, hash FROM activity ORDER BY number LIMIT 1 OFFSET ?');
  const remove = sql.prepare('DELETE FROM activity WHERE number <= ?');

  const headFile = chainHeadFile(join(folder, headName));
  const { head, cutOff } = findHead(sql, headFile);
  let last = head;
  let entries = Number(count.get()?.entries);

  const add: ActivityStore['append'] = (entry) => {
    const unhashed = { ...entry, number: last.number + 1, previous: last.hash };
    const row = { ...unhashed, hash: hashOf(unhashed) };
    insert.run(...valuesOf(row));
    return row;
  };
  const shorten = (at: number): ActivityRow => {
    const through = oldest.get(limits.removeAtOnce - 1);
    if (through === undefined) throw new Error('fewer entries than counted');
    remove.run(Number(through.number));
    return add({
      ...removedEntry,
      at,
      user: '',
      details: JSON.stringify({ through: through.number, hash: through.hash }),
    });
  };
  const keep = (row: ActivityRow) => {
    last = { number: row.number, hash: row.hash };
    try {
      headFile.write(last);
    } catch (error) {
      // The entry is in the log; the next one brings the note up to date.
      log.error({ error, number: row.number }, 'the end of the activity log could not be noted');
    }
  };
  return {
    append(entry) {
      if (entries >= limits.maxEntries) {
        keep(database.transaction(() => shorten(entry.at)));
        entries = Number(count.get()?.entries);
      }
      const row = add(entry);
      entries += 1;
      keep(row);
      return row;
    },
    newest({ limit, before, type }) {
      const below = before ?? Number.MAX_SAFE_INTEGER;
      const rows = type === null ? newest.all(below, limit) : newestOf.all(type, below, limit);
      return rows.map(rowOf);
    },
    cutOff,
    close: () => database.close(),
  };
}

/** A log whose end was cut off goes on behind the gap, so that the gap stays to be seen. */
function findHead(sql: DatabaseSync, headFile: ChainHeadFile) {
  const row = sql.prepare('SELECT number, hash FROM activity ORDER BY number DESC LIMIT 1').get();
  const stored: ChainHead =
    row === undefined ? chainStart : { number: Number(row.number), hash: String(row.hash) };
  const noted = headFile.read();
  if (noted === null || noted.number <= stored.number) return { head: stored, cutOff: null };
  return { head: noted, cutOff: { from: stored.number + 1, to: noted.number } };
}

/** Opens the log in `folder` for reading only, beside a gateway that may run; null when there is none. */
export function readActivityLog(folder: string) {
  let sql: DatabaseSync;
  try {
    sql = new DatabaseSync(join(folder, databaseName), { readOnly: true, timeout: 5_000 });
  } catch {
    return null;
  }
  const hasTable = sql.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'activity'").get() !== undefined;
  if (!hasTable) {
    sql.close();
    return null;
  }
  const removals = sql.prepare('SELECT details FROM activity WHERE type = ? AND action = ? AND target = ?');
  const { type, action, target } = removedEntry;
  return {
    *rows(): Generator<ActivityRow> {
      for (const row of sql.prepare('SELECT * FROM activity ORDER BY number').iterate()) yield rowOf(row);
    },
    head: chainHeadFile(join(folder, headName)).read(),
    isRemoved: ({ number, hash }: ChainHead) =>
      removals
        .all(type, action, target)
        .some(({ details }) => details === JSON.stringify({ through: number, hash })),
    close: () => sql.close(),
  };
}

const valuesOf = (row: ActivityRow) =>
  [
    row.number,
    row.at,
    row.type,
    row.action,
    row.target,
    row.user,
    row.details,
    row.previous,
    row.hash,
  ] as const;

const rowOf = (row: Record<string, unknown>): ActivityRow => ({
  number: Number(row.number),
  at: Number(row.at),
  type: String(row.type) as ActivityRow['type'],
  action: String(row.action),
  target: String(row.target),
  user: String(row.user),
  details: String(row.details),
  previous: String(row.previous),
  hash: String(row.hash),
});
