import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Logger } from 'pino';
import { type Database, type Migration, openDatabase } from '#platform/database/database.ts';
import { decodeBlock, encodeBlock, type Samples } from './block-codec.ts';

/*
 * Times are UTC epoch milliseconds. `blocks` hold the history; `tail` holds, one row a flush, what the blocks that are still
 * open in memory got since the flush before, so that a gateway that is killed loses seconds and not the open blocks.
 * `floors`: what the tail rows before this number hold of an address is in a block, or was forgotten.
 */
const migrations: readonly Migration[] = [
  (sql) =>
    sql.exec(`
      CREATE TABLE blocks (
        id INTEGER PRIMARY KEY,
        address TEXT NOT NULL,
        first_at INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        data BLOB NOT NULL
      ) STRICT;
      CREATE INDEX blocks_by_address ON blocks (address, last_at, first_at);
      CREATE INDEX blocks_by_end ON blocks (last_at);
      CREATE TABLE tail (flush INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
      CREATE TABLE floors (address TEXT PRIMARY KEY, flush INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `),
];

/** A stretch of one address. */
export interface Stretch {
  address: string;
  samples: Samples;
}

export interface HistoryDatabase {
  /** What the tail holds beyond the blocks, oldest first. */
  replay(): Generator<Stretch>;
  /** Writes closed blocks and what the open ones got, in one transaction; `openSince` is the oldest flush that an open one needs. */
  flush(flush: number, closed: readonly Stretch[], open: readonly Stretch[], openSince: number): void;
  lastFlush(): number;
  /** Blocks that hold something between two times, both included. */
  blocks(address: string, from: number, to: number): Generator<Samples>;
  forget(address: string, flush: number): void;
  /** Deletes what ended before `before`, and the oldest blocks while there are more than `maxBytes`; answers how many of those. */
  trim(before: number, maxBytes: number): number;
  close(): void;
}

const fileName = 'history.sqlite';

/** Opens the file in `folder`; one that cannot be read is set aside, told, and a new one begun. */
export function openHistoryDatabase(folder: string, log: Logger): HistoryDatabase {
  const path = join(folder, fileName);
  try {
    return historyDatabase(openDatabase(path, migrations));
  } catch (error) {
    if (!existsSync(path)) throw error;
    const aside = `${path}.unreadable`;
    renameSync(path, aside);
    for (const journal of ['-wal', '-shm']) rmSync(path + journal, { force: true });
    log.error({ error, aside }, 'the history of values could not be read; it was set aside and begins anew');
    return historyDatabase(openDatabase(path, migrations));
  }
}

function historyDatabase(database: Database): HistoryDatabase {
  const { sql } = database;
  const addBlock = sql.prepare('INSERT INTO blocks (address, first_at, last_at, data) VALUES (?, ?, ?, ?)');
  const addTail = sql.prepare('INSERT INTO tail (flush, data) VALUES (?, ?)');
  const cutTail = sql.prepare('DELETE FROM tail WHERE flush < ?');
  const setFloor = sql.prepare('INSERT OR REPLACE INTO floors (address, flush) VALUES (?, ?)');
  const cutFloors = sql.prepare(
    'DELETE FROM floors WHERE flush <= (SELECT coalesce(min(flush), 0) FROM tail)',
  );
  const inRange = sql.prepare(
    'SELECT data FROM blocks WHERE address = ? AND last_at >= ? AND first_at <= ? ORDER BY last_at, id',
  );
  const forgetBlocks = sql.prepare('DELETE FROM blocks WHERE address = ?');
  const deleteOld = sql.prepare('DELETE FROM blocks WHERE last_at < ?');
  const deleteOldest = sql.prepare(
    'DELETE FROM blocks WHERE id IN (SELECT id FROM blocks ORDER BY last_at LIMIT ?)',
  );
  const numberOf = (query: string): number => Number(Object.values(sql.prepare(query).get() ?? {})[0] ?? 0);
  const usedBytes = () =>
    (numberOf('PRAGMA page_count') - numberOf('PRAGMA freelist_count')) * numberOf('PRAGMA page_size');

  return {
    *replay() {
      const floors = new Map<string, number>();
      for (const row of sql.prepare('SELECT address, flush FROM floors').iterate()) {
        floors.set(String(row.address), Number(row.flush));
      }
      for (const row of sql.prepare('SELECT flush, data FROM tail ORDER BY flush').iterate()) {
        for (const stretch of tailOf(row.data as Uint8Array)) {
          if (Number(row.flush) >= (floors.get(stretch.address) ?? 0)) yield stretch;
        }
      }
    },
    flush(flush, closed, open, openSince) {
      database.transaction(() => {
        for (const { address, samples } of closed) {
          addBlock.run(address, samples.times[0] ?? 0, samples.times.at(-1) ?? 0, encodeBlock(samples));
          setFloor.run(address, flush);
        }
        if (open.length > 0) addTail.run(flush, deflateRawSync(JSON.stringify(open), { level: 1 }));
        cutTail.run(openSince);
        cutFloors.run();
      });
    },
    lastFlush: () =>
      Math.max(numberOf('SELECT max(flush) FROM tail'), numberOf('SELECT max(flush) FROM floors')),
    *blocks(address, from, to) {
      for (const { data } of inRange.all(address, from, to)) yield decodeBlock(data as Uint8Array);
    },
    forget(address, flush) {
      database.transaction(() => {
        forgetBlocks.run(address);
        setFloor.run(address, flush);
      });
    },
    trim(before, maxBytes) {
      deleteOld.run(before);
      let cut = 0;
      while (usedBytes() > maxBytes) {
        const some = Math.ceil(numberOf('SELECT count(*) FROM blocks') / 20);
        if (some === 0) break;
        cut += Number(deleteOldest.run(some).changes);
      }
      return cut;
    },
    close: () => database.close(),
  };
}

const tailOf = (data: Uint8Array): Stretch[] => JSON.parse(inflateRawSync(data).toString('utf8'));
