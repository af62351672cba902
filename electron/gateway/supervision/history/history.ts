import type { Logger } from 'pino';
import type { Reading } from '../drivers/drivers-port.ts';
import type { Samples } from './block-codec.ts';
import { openHistoryDatabase } from './history-database.ts';
import { createOpenBlocks } from './open-blocks.ts';

/** One value of the short history. */
export interface HistoryPoint {
  address: string;
  /** UTC epoch milliseconds. */
  at: number;
  /** Booleans are 0 and 1; texts have no history. */
  value: number;
}

/** The numbers of the last 24 h. */
export interface History {
  take(readings: readonly Reading[]): void;
  /** Oldest first over all these addresses, both ends included; in pieces of a bounded size. */
  read(addresses: readonly string[], from: number, to: number): Generator<HistoryPoint[]>;
  forget(address: string): void;
  /** Writes what is in memory; called by itself every few seconds. */
  flush(): void;
  close(): void;
}

export interface HistoryLimits {
  keepMs: number;
  /** On disk; the oldest goes first, which shortens the ring. */
  maxBytes: number;
  flushEveryMs: number;
  trimEveryMs: number;
}

export const historyLimits: HistoryLimits = {
  keepMs: 24 * 3_600_000,
  // 1 000 addresses with noise at 1 s take about 7 bytes a value: some 10 h of them.
  maxBytes: 256 * 1024 * 1024,
  flushEveryMs: 10_000,
  trimEveryMs: 60_000,
};

/** Kept in memory while the disk is full; each holds up to 256 values. */
const maxUnwrittenBlocks = 2_000;
const longestWindowMs = 30 * 60_000;
const shortestWindowMs = 60_000;

interface HistoryDeps {
  folder: string;
  log: Logger;
  now?: () => number;
  limits?: HistoryLimits;
}

export function openHistory({ folder, log, now = Date.now, limits = historyLimits }: HistoryDeps): History {
  const database = openHistoryDatabase(folder, log);
  const blocks = createOpenBlocks();
  let flushes = database.lastFlush() + 1;
  let told = false;
  for (const { address, samples } of database.replay()) {
    for (const [index, time] of samples.times.entries()) {
      blocks.append(address, time, samples.values[index] ?? 0, flushes);
    }
  }

  const flush = () => {
    blocks.closeOld(now());
    const open = blocks.unwritten();
    if (open.length === 0 && blocks.closed().length === 0) return;
    try {
      database.flush(flushes, blocks.closed(), open, blocks.openSince(flushes));
      blocks.written();
      flushes += 1;
      told = false;
    } catch (error) {
      const dropped = blocks.dropClosed(maxUnwrittenBlocks);
      if (!told) log.warn({ error, dropped }, 'the history of values cannot be written; it waits in memory');
      told = true;
    }
  };
  const trim = () => {
    try {
      const cut = database.trim(now() - limits.keepMs, limits.maxBytes);
      const { maxBytes } = limits;
      if (cut > 0)
        log.warn({ cut, maxBytes }, 'the history of values is shorter than 24 h: it has no more room');
    } catch (error) {
      log.warn({ error }, 'the history of values could not be trimmed');
    }
  };
  const timers = [setInterval(flush, limits.flushEveryMs), setInterval(trim, limits.trimEveryMs)];

  const samplesOf = function* (address: string, from: number, to: number): Generator<Samples> {
    yield* database.blocks(address, from, to);
    yield* blocks.of(address);
  };
  return {
    take(readings) {
      for (const { id, value, at, quality } of readings) {
        if (quality !== 'good' || value === null || typeof value === 'string') continue;
        blocks.append(id, at, Number(value), flushes);
      }
    },
    *read(addresses, from, to) {
      // Nothing lies outside of this, but for what was read while the clock was ahead: that waits until it is caught up with.
      const start = Math.max(from, now() - limits.keepMs);
      const last = Math.min(to, now() + limits.keepMs);
      const step = Math.max(
        shortestWindowMs,
        Math.min(longestWindowMs, (4 * longestWindowMs) / addresses.length),
      );
      for (let at = start; at <= last; at += step) {
        const end = Math.min(last, at + step - 1);
        const found: HistoryPoint[] = [];
        for (const address of addresses) {
          for (const samples of samplesOf(address, at, end)) collect(found, address, samples, at, end);
        }
        // Windows follow one another, so order within each is order over all.
        if (found.length > 0) yield found.sort((a, b) => a.at - b.at);
      }
    },
    forget(address) {
      blocks.forget(address);
      try {
        database.forget(address, flushes);
      } catch (error) {
        log.warn({ error, address }, 'the history of a value could not be deleted');
      }
    },
    flush,
    close() {
      for (const timer of timers) clearInterval(timer);
      flush();
      database.close();
    },
  };
}

function collect(found: HistoryPoint[], address: string, samples: Samples, from: number, to: number): void {
  for (const [index, at] of samples.times.entries()) {
    if (at >= from && at <= to) found.push({ address, at, value: samples.values[index] ?? 0 });
  }
}
