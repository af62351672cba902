import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { leastWindowMs, type RunningProcess, toTenth } from '../machine.ts';
import { readUnits, type Units } from './auxiliary-vector.ts';
import { type ProcessStat, parseProcessStat, programName } from './parse-proc.ts';

interface Scan {
  at: number;
  processes: Map<number, Seen>;
}
interface Seen {
  stat: ProcessStat;
  name: string;
}

/** Beyond it the scan before says nothing about now. */
const longestWindowMs = 15_000;
/** One small file each: reading them at once is cheaper than a promise a file, but must not hold requests up. */
const filesPerTurn = 100;
const kernelThreads = 2;

/** Scans `/proc`; CPU time is that since the scan before, when that was not too long ago, else over a quarter of a second. */
export function createProcessScanner(root = '/proc'): () => Promise<RunningProcess[]> {
  const units = readUnits();
  let before: Scan | null = null;
  return async () => {
    const known = before;
    if (known === null || performance.now() - known.at > longestWindowMs) {
      before = await scanProcesses(root, known);
      await sleep(leastWindowMs);
    } else {
      await sleep(Math.max(0, known.at + leastWindowMs - performance.now()));
    }
    const base = before ?? known;
    const now = await scanProcesses(root, base);
    before = now;
    return [...now.processes.values()].map((seen) => running(seen, base, now.at, units));
  };
}

async function scanProcesses(root: string, before: Scan | null): Promise<Scan> {
  const pids = readdirSync(root).filter((name) => /^\d+$/.test(name));
  const processes = new Map<number, Seen>();
  const at = performance.now();
  for (const [index, pid] of pids.entries()) {
    if (index % filesPerTurn === filesPerTurn - 1) await nextTurn();
    const stat = parseProcessStat(read(`${root}/${pid}/stat`));
    if (stat === null) continue;
    const known = before?.processes.get(stat.pid);
    const same =
      known !== undefined && known.stat.startTicks === stat.startTicks && known.stat.comm === stat.comm;
    const name = same ? known.name : (programName(read(`${root}/${pid}/cmdline`)) ?? stat.comm);
    processes.set(stat.pid, { stat, name });
  }
  return { at, processes };
}

/** Empty for a process that has ended meanwhile, or that we may not look at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function running({ stat, name }: Seen, before: Scan | null, at: number, units: Units): RunningProcess {
  const earlier = before?.processes.get(stat.pid)?.stat;
  // What started since then has used all its time since then.
  const ticksBefore = earlier?.startTicks === stat.startTicks ? earlier.ticks : 0;
  const seconds = before === null ? 0 : (at - before.at) / 1000;
  const busySeconds = Math.max(0, stat.ticks - ticksBefore) / units.ticksPerSecond;
  return {
    pid: stat.pid,
    parentPid: stat.parentPid,
    name,
    cpu: seconds <= 0 ? 0 : toTenth((busySeconds / seconds) * 100),
    memoryBytes: stat.pages * units.pageBytes,
    startId: String(stat.startTicks),
    kind: kindOf(stat),
  };
}

function kindOf({ pid, parentPid, state }: ProcessStat): RunningProcess['kind'] {
  if (state === 'Z' || state === 'X') return 'ended';
  return pid === kernelThreads || parentPid === kernelThreads ? 'kernel' : 'program';
}
