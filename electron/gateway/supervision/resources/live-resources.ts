import { statfs } from 'node:fs/promises';
import { cpus, freemem, hostname, loadavg, release, totalmem, uptime } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Resources } from '#shared/gateway-api/management-api.ts';
import { createCpuMeter } from './cpu-meter.ts';
import { leastWindowMs, type Machine, percentOf, type RunningProcess } from './machine.ts';

export type Figures = Pick<Resources, 'cpu' | 'memory' | 'disk' | 'network'>;
export type MachineInfo = NonNullable<Resources['info']>;

/** What this machine does now. Figures are measured at most once in a short while, whoever asks how often. */
export interface LiveResources {
  figures(): Promise<Figures>;
  processes(): Promise<readonly RunningProcess[]>;
  info(): Promise<MachineInfo>;
}

interface LiveResourcesOptions {
  machine: Machine;
  /** Whose file system is measured. */
  folder: string;
  /** How old figures may be. */
  figuresMs?: number;
  processesMs?: number;
}

export function createLiveResources(options: LiveResourcesOptions): LiveResources {
  const { machine, folder, figuresMs = 1_000, processesMs = 2_000 } = options;
  const cpuUsage = createCpuMeter();
  const readCpu = async (): Promise<number> => {
    for (;;) {
      const usage = cpuUsage();
      if (usage !== null) return usage;
      await sleep(leastWindowMs);
    }
  };
  const about = once(machine.about);
  return {
    figures: cached(figuresMs, async () => ({
      cpu: { usage: await readCpu(), ...processorOf() },
      memory: memoryUsage(),
      disk: await diskUsage(folder),
      network: await machine.networkBytes(),
    })),
    processes: cached(processesMs, machine.processes),
    info: async () => ({
      hostname: hostname(),
      platform: process.platform,
      ...(await about()),
      kernel: release(),
      arch: process.arch,
      uptime: Math.round(uptime()),
      nodeVersion: process.version,
    }),
  };
}

function processorOf(): Omit<Resources['cpu'], 'usage'> {
  const cores = cpus();
  // Windows has no load average; Node answers zeros there.
  const loadAverage =
    process.platform === 'win32' ? [] : loadavg().map((load) => Math.round(load * 100) / 100);
  return { cores: cores.length, model: cores[0]?.model.trim() ?? '', loadAverage };
}

export function memoryUsage(): Resources['memory'] {
  const total = totalmem();
  // What programs can still have; the kernel gives its caches back for it.
  const free = Math.min(total, freemem());
  return { total, used: total - free, free, usagePercent: percentOf(total - free, total) };
}

/** As df(1): `free` is what programs can still have, so that a full disk has 100 % although the kernel keeps a reserve. */
export async function diskUsage(folder: string): Promise<Resources['disk']> {
  const { bsize, blocks, bfree, bavail } = await statfs(folder);
  const used = (blocks - bfree) * bsize;
  const free = bavail * bsize;
  return { total: blocks * bsize, used, free, usagePercent: percentOf(used, used + free) };
}

/** Whoever asks while it is measured gets the same; a failure is not kept. */
function cached<T>(forMs: number, measure: () => Promise<T>): () => Promise<T> {
  let last: { value: Promise<T>; at: number } | null = null;
  return () => {
    const at = performance.now();
    if (last !== null && at - last.at < forMs) return last.value;
    const value = measure();
    const mine = { value, at };
    last = mine;
    value.catch(() => {
      if (last === mine) last = null;
    });
    return value;
  };
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => cached(Number.POSITIVE_INFINITY, read);
