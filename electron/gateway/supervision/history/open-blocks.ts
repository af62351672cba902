import type { Samples } from './block-codec.ts';
import type { Stretch } from './history-database.ts';

/** A block is closed with so many samples, or when its first one is so old: what is open lives in memory. */
export const blockLimits = { samples: 256, spanMs: 600_000 } as const;

interface OpenBlock extends Samples {
  /** Flush that will hold its first sample. */
  since: number;
  /** How many of its samples are in the tail. */
  flushed: number;
}

/** Samples on their way to the disk. */
export interface OpenBlocks {
  append(address: string, time: number, value: number, flush: number): void;
  /** Closes what has been open for long, whether or not more comes. */
  closeOld(now: number): void;
  /** Closed ones that are not on disk yet. */
  closed(): readonly Stretch[];
  /** What open ones got since the last {@link written}. */
  unwritten(): Stretch[];
  /** Oldest flush that holds something of an open block; `next` when there is none. */
  openSince(next: number): number;
  /** Everything of {@link closed} and {@link unwritten} is on disk. */
  written(): void;
  /** Keeps at most so many closed blocks when the disk takes none. */
  dropClosed(max: number): number;
  /** What is in memory only, or also in the tail, of one address. */
  of(address: string): Samples[];
  forget(address: string): void;
}

export function createOpenBlocks(): OpenBlocks {
  const open = new Map<string, OpenBlock>();
  let closed: Stretch[] = [];
  const close = (address: string, { times, values }: OpenBlock) => {
    closed.push({ address, samples: { times, values } });
    open.delete(address);
  };
  return {
    append(address, time, value, flush) {
      let block = open.get(address);
      const last = block?.times.at(-1);
      // A clock that was set back begins another block.
      if (block !== undefined && last !== undefined && time < last) {
        close(address, block);
        block = undefined;
      }
      if (block === undefined) {
        block = { times: [], values: [], since: flush, flushed: 0 };
        open.set(address, block);
      }
      block.times.push(time);
      block.values.push(value);
      if (block.times.length >= blockLimits.samples) close(address, block);
    },
    closeOld(now) {
      for (const [address, block] of open) {
        // Also when the clock was set back: then the first one lies ahead.
        if (Math.abs(now - (block.times[0] ?? now)) >= blockLimits.spanMs) close(address, block);
      }
    },
    closed: () => closed,
    unwritten: () =>
      [...open].flatMap(([address, { times, values, flushed }]) =>
        flushed === times.length
          ? []
          : { address, samples: { times: times.slice(flushed), values: values.slice(flushed) } },
      ),
    openSince: (next) => Math.min(next, ...[...open.values()].map(({ since }) => since)),
    written() {
      closed = [];
      for (const block of open.values()) block.flushed = block.times.length;
    },
    dropClosed(max) {
      const dropped = Math.max(0, closed.length - max);
      closed = closed.slice(dropped);
      return dropped;
    },
    of(address) {
      const stretches = closed.filter((stretch) => stretch.address === address).map(({ samples }) => samples);
      const block = open.get(address);
      return block === undefined ? stretches : [...stretches, block];
    },
    forget(address) {
      open.delete(address);
      closed = closed.filter((stretch) => stretch.address !== address);
    },
  };
}
