import { setImmediate as turn } from 'node:timers/promises';
import { maxCountedHits, type OutputHit } from '#shared/bridge/serial-console.ts';
import type { OutputRing } from './output-ring.ts';

/** Read at once; a search of all that is kept lets others have their turn in between. */
const windowBytes = 1024 * 1024;

type Output = Pick<OutputRing, 'read' | 'total' | 'cutBefore'>;

/**
 * The hit nearest to `from` in what is kept, round the end, and which one of how many it is. Forward it begins at or behind
 * `from`, backward before it. Hits may overlap.
 */
export async function searchOutput(
  output: Output,
  needle: Buffer,
  wish: { from: number; backward: boolean },
): Promise<OutputHit> {
  const [begin, end] = [output.cutBefore(), output.total()];
  const from = Math.min(Math.max(wish.from, begin), end);
  const at = wish.backward
    ? ((await lastHit(output, needle, begin, from)) ?? (await lastHit(output, needle, from, end)))
    : ((await firstHit(output, needle, from, end)) ?? (await firstHit(output, needle, begin, from)));
  let count = 0;
  let index: number | null = null;
  for await (const hit of hits(output, needle, begin, end)) {
    if (hit === at) index = count;
    count += 1;
    if (count >= maxCountedHits) break;
  }
  return { at, index, count };
}

async function firstHit(output: Output, needle: Buffer, from: number, to: number): Promise<number | null> {
  for await (const hit of hits(output, needle, from, to)) return hit;
  return null;
}

/** Offsets at which the needle begins, in [from, to), in order. */
async function* hits(output: Output, needle: Buffer, from: number, to: number): AsyncGenerator<number> {
  for (let start = from; start < to; start += windowBytes) {
    const { bytes, offset } = windowAt(output, needle, start, Math.min(start + windowBytes, to));
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) yield offset + at;
    await turn();
  }
}

async function lastHit(output: Output, needle: Buffer, from: number, to: number): Promise<number | null> {
  for (let end = to; end > from; end -= windowBytes) {
    const { bytes, offset } = windowAt(output, needle, Math.max(from, end - windowBytes), end);
    const at = bytes.lastIndexOf(needle);
    if (at >= 0) return offset + at;
    await turn();
  }
  return null;
}

/** The bytes in which a needle that begins in [from, to) lies; it may end behind. */
function windowAt(
  output: Output,
  needle: Buffer,
  from: number,
  to: number,
): { bytes: Buffer; offset: number } {
  const part = output.read(from, to - from + needle.length - 1);
  // What was let go meanwhile moves the beginning.
  return { bytes: Buffer.from(part.bytes.buffer), offset: part.from };
}
