import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Database, type Migration, openDatabase } from '#platform/database/database.ts';
import { type HistoryWindow, minuteMs, minutesKeptMs, rawKeptMs, sampleMs } from './history-window.ts';

export interface Sample {
  /** UTC epoch milliseconds. */
  at: number;
  /** Percent. */
  cpu: number;
  memory: number;
  disk: number;
}

/** Samples of the machine in a file of their own: losing the last seconds of them matters less than writing for each. */
export interface HistoryStore {
  /** Oldest first. Takes the place of what is there for the time that the samples cover. */
  add(samples: readonly Sample[]): void;
  /** Means of buckets, oldest first; a bucket without a sample is left out. */
  read(window: HistoryWindow): Sample[];
  close(): void;
}

export const historyFile = 'resources.sqlite';

const migrations: readonly Migration[] = [
  (sql) =>
    sql.exec(`
      -- id: the order of arrival, which outlives a clock that is set; at: UTC epoch milliseconds; the rest percent.
      CREATE TABLE raw (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, cpu REAL NOT NULL, memory REAL NOT NULL, disk REAL NOT NULL) STRICT;
      CREATE INDEX raw_by_time ON raw (at);
      CREATE TABLE minutes (id INTEGER PRIMARY KEY, at INTEGER NOT NULL UNIQUE, cpu REAL NOT NULL, memory REAL NOT NULL, disk REAL NOT NULL) STRICT;
    `),
];

/** A sample speaks for the time since the one before, when there was one just before. */
const longestGapMs = 2 * sampleMs;

/**
 * Rows go by number, not by age: a clock that was years ahead for a moment must not age everything. A clock that was set
 * back leaves rows of a disputed future; new samples replace them one by one as time comes to them, and nobody sees them
 * before.
 */
export function openHistoryStore(folder: string, log: Logger): HistoryStore {
  const database = openOrSetAside(join(folder, historyFile), log);
  database.sql.exec('PRAGMA synchronous = NORMAL');
  const prepare = (sql: string) => database.sql.prepare(sql);
  const replace = prepare('DELETE FROM raw WHERE at > ? AND at <= ?');
  const insert = prepare('INSERT INTO raw (at, cpu, memory, disk) VALUES (?, ?, ?, ?)');
  const foldMinute = prepare(`
    INSERT INTO minutes (at, cpu, memory, disk)
    SELECT :minute, avg(cpu), avg(memory), avg(disk) FROM raw WHERE at > :minute AND at <= :until HAVING count(*) > 0
    ON CONFLICT (at) DO UPDATE SET cpu = excluded.cpu, memory = excluded.memory, disk = excluded.disk`);
  const trim = [
    prepare(`DELETE FROM raw WHERE id <= (SELECT max(id) FROM raw) - ${rawKeptMs / sampleMs}`),
    prepare(`DELETE FROM minutes WHERE id <= (SELECT max(id) FROM minutes) - ${minutesKeptMs / minuteMs}`),
  ];
  // Numbers are bound as reals, whose division would not cut.
  const select = (table: 'raw' | 'minutes', begin: string) =>
    prepare(`
      SELECT ${begin} / CAST(:bucket AS INTEGER) * CAST(:bucket AS INTEGER) AS start,
        avg(cpu) AS cpu, avg(memory) AS memory, avg(disk) AS disk
      FROM ${table} WHERE at > :from AND at <= :to GROUP BY start ORDER BY start`);
  // A sample stands at the end of its ten seconds, a minute at its begin.
  const reads = { raw: select('raw', '(at - 1)'), minutes: select('minutes', 'at') };
  let lastAt: number | null = null;

  const addOne = ({ at, cpu, memory, disk }: Sample) => {
    const isNext = lastAt !== null && at > lastAt && at - lastAt <= longestGapMs;
    replace.run(isNext && lastAt !== null ? lastAt : at - sampleMs, at);
    insert.run(at, cpu, memory, disk);
    const minute = Math.floor((at - 1) / minuteMs) * minuteMs;
    foldMinute.run({ minute, until: at });
    lastAt = at;
  };
  return {
    add: (samples) =>
      database.transaction(() => {
        for (const sample of samples) addOne(sample);
        for (const statement of trim) statement.run();
      }),
    read({ fromMs, toMs, bucketMs }) {
      const rows = toMs - fromMs > rawKeptMs ? reads.minutes : reads.raw;
      const found = rows.all({ bucket: bucketMs, from: Math.floor(fromMs), to: toMs });
      return found.map((row) => ({
        at: Number(row.start),
        cpu: Number(row.cpu),
        memory: Number(row.memory),
        disk: Number(row.disk),
      }));
    },
    close: () => database.close(),
  };
}

/** Charts are no reason not to start: a damaged file, or one of a newer revision, is kept beside a new one. */
function openOrSetAside(path: string, log: Logger): Database {
  try {
    return openDatabase(path, migrations);
  } catch (error) {
    if (!existsSync(path)) throw error;
    const aside = `${path}.unusable`;
    log.error({ error, aside }, 'the history of resources cannot be read; a new one is begun');
    renameSync(path, aside);
    for (const journal of ['-wal', '-shm']) rmSync(path + journal, { force: true });
    return openDatabase(path, migrations);
  }
}
