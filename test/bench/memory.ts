import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of processes, from /proc: Linux only, elsewhere null. */

const isThere = existsSync('/proc/self/status');

function readKiB(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0);
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** The process and everything below it. */
export const processTree = (pid: number): number[] =>
  isThere ? [pid, ...childrenOf(pid).flatMap(processTree)] : [pid];

/** Starts watching the peaks of `pids`; the answer is how far they have grown together since, at the highest. */
export function watchGrowth(pids: readonly number[]): () => number | null {
  if (!isThere) return () => null;
  const before = new Map(
    pids.map((pid) => {
      // 5: forget the peak so far (proc(5), clear_refs).
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      return [pid, readKiB(pid, 'VmRSS')];
    }),
  );
  return () => {
    const grown = [...before].map(([pid, kib]) => Math.max(0, readKiB(pid, 'VmHWM') - kib));
    return grown.reduce((sum, kib) => sum + kib * 1024, 0);
  };
}
