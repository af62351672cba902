import type { HistoryPoint } from './history.ts';

/** Minimum, mean and maximum of one address over one bucket. */
export interface Bucket {
  address: string;
  /** Its beginning, UTC epoch milliseconds. */
  at: number;
  mean: number;
  min: number;
  max: number;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
/** The epoch was a Thursday; weeks begin on Monday. */
const firstMondayMs = 4 * unitMs.d;

/** `30s`, `15m`, `1h`, `1d`, `1w` as a width and where a bucket begins; times are UTC. */
export function bucketsOf(aggregate: string): { widthMs: number; startOf(at: number): number } {
  const unit = aggregate.at(-1) as keyof typeof unitMs;
  const widthMs = Number(aggregate.slice(0, -1)) * unitMs[unit];
  const origin = unit === 'w' ? firstMondayMs : 0;
  return { widthMs, startOf: (at) => Math.floor((at - origin) / widthMs) * widthMs + origin };
}

interface Sum {
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** Rows that come in order of time, bucket by bucket; within a bucket in the order of `addresses`. */
export function* aggregateRows(
  pieces: Iterable<readonly HistoryPoint[]>,
  addresses: readonly string[],
  aggregate: string,
): Generator<Bucket[]> {
  const { startOf } = bucketsOf(aggregate);
  let sums = new Map<string, Sum>();
  let bucket: number | null = null;
  const finished = (at: number): Bucket[] =>
    addresses.flatMap((address) => {
      const sum = sums.get(address);
      if (sum === undefined) return [];
      // The mean of equal numbers is that number, whatever their sum rounds to.
      const mean = Math.min(sum.max, Math.max(sum.min, sum.sum / sum.count));
      return { address, at, mean, min: sum.min, max: sum.max };
    });
  for (const piece of pieces) {
    const done: Bucket[] = [];
    for (const { address, at, value } of piece) {
      const start = startOf(at);
      if (bucket !== null && start !== bucket) {
        done.push(...finished(bucket));
        sums = new Map();
      }
      bucket = start;
      add(sums, address, value);
    }
    if (done.length > 0) yield done;
  }
  if (bucket !== null) yield finished(bucket);
}

function add(sums: Map<string, Sum>, address: string, value: number): void {
  const sum = sums.get(address);
  if (sum === undefined) {
    sums.set(address, { count: 1, sum: value, min: value, max: value });
    return;
  }
  sum.count += 1;
  sum.sum += value;
  sum.min = Math.min(sum.min, value);
  sum.max = Math.max(sum.max, value);
}
