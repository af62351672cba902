import { cpus } from 'node:os';
import { percentOf } from './machine.ts';

export interface CpuTimes {
  /** Milliseconds over all cores, since boot. */
  idleMs: number;
  totalMs: number;
}

export function cpuTimes(): CpuTimes {
  const sum = { idleMs: 0, totalMs: 0 };
  for (const { times } of cpus()) {
    sum.idleMs += times.idle;
    sum.totalMs += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}

/** Percent of all cores together that were busy since the call before (or since the meter was made); null: no tick since. */
export function createCpuMeter(read: () => CpuTimes = cpuTimes): () => number | null {
  let before = read();
  return () => {
    const now = read();
    const totalMs = now.totalMs - before.totalMs;
    // A core that was taken offline takes its times along: the sums go back.
    if (totalMs === 0) return null;
    const idleMs = now.idleMs - before.idleMs;
    before = now;
    return totalMs < 0 ? null : percentOf(totalMs - idleMs, totalMs);
  };
}
