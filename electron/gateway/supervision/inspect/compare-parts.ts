import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '#platform/database/database.ts';
import type { Inspection } from '#shared/gateway-api/extensions.ts';
import { type BackupPart, backupParts } from '#shared/gateway-api/manifests.ts';
import { storedSettingsSchema } from '#shared/gateway-api/settings.ts';

type Comparison = NonNullable<Inspection['parts']>[number];

/** Names of each list; the rest is counted. */
const shownNames = 100;

/**
 * What a restore of the staged backup at `stagedPath` would change, part by part. Rows are the same by their ids; the live
 * state is one moment of it, and nothing is written.
 */
export function compareParts(database: Database, stagedPath: string): Comparison[] {
  const sql = database.openReader();
  try {
    sql.prepare('ATTACH ? AS staged').run(stagedPath);
    sql.exec('BEGIN');
    return backupParts.map((part) =>
      part === 'settings' ? compareSettings(sql) : compareRows(sql, rowsOf(part)),
    );
  } finally {
    sql.close();
  }
}

/** `SELECT`s of one part with the columns id, name, content; `from` is `main` or `staged`. */
interface Rows {
  part: BackupPart;
  select(from: 'main' | 'staged'): string;
}

const rowsOf = (part: Exclude<BackupPart, 'settings'>): Rows => ({
  part,
  select: (from) =>
    part === 'accounts'
      ? `SELECT id, username AS name,
           json_array(username, password_hash, administrator, created_at) AS content FROM ${from}.accounts`
      : `SELECT id, coalesce(document ->> '$.name', id) AS name, document AS content
           FROM ${from}.documents WHERE part = '${part}'`,
});

function compareRows(sql: DatabaseSync, { part, select }: Rows): Comparison {
  const [archive, live] = [`(${select('staged')})`, `(${select('main')})`];
  const count = (rows: string) => Number(sql.prepare(`SELECT count(*) AS n FROM ${rows}`).get()?.n);
  const missing = (rows: string, others: string) =>
    sql.prepare(`SELECT name FROM ${rows} WHERE id NOT IN (SELECT id FROM ${others})`).iterate();
  const added = namesOf(missing(archive, live));
  const removed = namesOf(missing(live, archive));
  const differing = sql.prepare(`
    SELECT a.name AS name, a.content AS a, l.content AS l
    FROM ${archive} AS a JOIN ${live} AS l USING (id) WHERE a.content <> l.content`);
  const changed = namesOf(onlyOther(differing.iterate()));
  return comparison(part, { archive: count(archive), live: count(live), added, removed, changed });
}

/** The same JSON in another order is the same. */
function* onlyOther(rows: Iterable<Row>): Generator<Row> {
  for (const row of rows) {
    if (!isDeepStrictEqual(JSON.parse(String(row.a)), JSON.parse(String(row.l)))) yield row;
  }
}

/** One document; what differs are the names of its settings. */
function compareSettings(sql: DatabaseSync): Comparison {
  const read = (from: 'main' | 'staged'): Record<string, unknown> => {
    const row = sql.prepare(`SELECT document FROM ${from}.documents WHERE part = 'settings'`).get();
    return storedSettingsSchema.parse(JSON.parse(String(row?.document)));
  };
  const [archive, live] = [read('staged'), read('main')];
  const names = Object.keys(archive).filter((name) => !isDeepStrictEqual(archive[name], live[name]));
  const nothing = { names: [], count: 0 };
  const changed = { names, count: names.length };
  return comparison('settings', { archive: 1, live: 1, added: nothing, removed: nothing, changed });
}

type Row = Record<string, unknown>;

interface Names {
  names: string[];
  count: number;
}

function namesOf(rows: Iterable<Row>): Names {
  const found: Names = { names: [], count: 0 };
  for (const { name } of rows) {
    found.count += 1;
    if (found.names.length < shownNames) found.names.push(String(name));
  }
  return found;
}

function comparison(
  part: BackupPart,
  found: { archive: number; live: number; added: Names; removed: Names; changed: Names },
): Comparison {
  const { archive, live, added, removed, changed } = found;
  const lists = [added, removed, changed];
  return {
    part,
    same: lists.every(({ count }) => count === 0),
    archive,
    live,
    added: added.names,
    removed: removed.names,
    changed: changed.names,
    more: lists.reduce((sum, { names, count }) => sum + count - names.length, 0),
  };
}
