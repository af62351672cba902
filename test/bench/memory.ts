import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Memory and processor time of processes, from /proc: Linux only, elsewhere null. */

const isThere = existsSync('/proc/self/status');

function readKiB(pid: number, field: 'VmRSS' | 'VmHWM' | 'RssAnon' | 'RssFile' | 'RssShmem'): number {
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

export const processFiguresAvailable = isThere;

export const residentBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + readKiB(pid, 'VmRSS') * 1024, 0);

/**
 * What processes of one program take together: the pages that are their own, and once those that they map from files. Node's
 * own code, some 50 MiB, is in the memory once, however many processes run it; a sum of resident sizes counts it for each.
 */
export const togetherBytes = (pids: readonly number[]): number =>
  1024 *
  (pids.reduce((sum, pid) => sum + readKiB(pid, 'RssAnon') + readKiB(pid, 'RssShmem'), 0) +
    Math.max(0, ...pids.map((pid) => readKiB(pid, 'RssFile'))));

/** User and system time since the start of the process; /proc counts in hundredths of a second. */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
