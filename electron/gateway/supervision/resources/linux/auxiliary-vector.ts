import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** Entries of the kernel's auxiliary vector, getauxval(3): pairs of machine words. */
const pageSizeEntry = 6;
const clockTicksEntry = 17;

export interface Units {
  pageBytes: number;
  /** Of the times in /proc. */
  ticksPerSecond: number;
}

/** Units in which /proc counts; both differ between machines (16 KiB and 64 KiB pages on ARM). */
export function readUnits(vector: Buffer = readFileSync('/proc/self/auxv')): Units {
  const entries = new Map<number, number>();
  const read = (at: number) =>
    Number(endianness() === 'LE' ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at));
  // 64-bit words: Node has no other Linux builds that we package.
  for (let at = 0; at + 16 <= vector.length; at += 16) entries.set(read(at), read(at + 8));
  return {
    pageBytes: entries.get(pageSizeEntry) ?? 4096,
    ticksPerSecond: entries.get(clockTicksEntry) ?? 100,
  };
}
