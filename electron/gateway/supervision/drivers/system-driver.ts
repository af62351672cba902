import { statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem, uptime } from 'node:os';
import { z } from 'zod';
import type { Driver, DriverContext } from './driver.ts';
import type { DriverValue } from './driver-protocol.ts';

const settingsSchema = z.object({
  /** [1000…3600000] */
  intervalMs: z.int().min(1_000).max(3_600_000).default(5_000),
  /** Whose file system is measured. */
  path: z.string().min(1).default(process.cwd()),
});

/** Reads this machine: CPU and memory in percent, disk in bytes and percent, uptime in seconds. */
export function createSystemDriver(context: DriverContext): Driver {
  const settings = settingsSchema.safeParse(context.settings);
  const timer: { handle: NodeJS.Timeout | null } = { handle: null };
  let reading: Promise<void> = Promise.resolve();
  let before = cpuTimes();

  const read = async (path: string): Promise<void> => {
    try {
      const now = cpuTimes();
      const values = {
        ...cpuValues(before, now),
        ...memoryValues(),
        ...(await diskValues(path)),
        'uptime.seconds': Math.round(uptime()),
      };
      before = now;
      context.report({ type: 'values', at: context.now().toISOString(), values });
    } catch (error) {
      context.report({ type: 'fault', reason: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    start() {
      if (!settings.success) {
        context.report({ type: 'fault', reason: z.prettifyError(settings.error) });
        return;
      }
      const { intervalMs, path } = settings.data;
      context.report({ type: 'running' });
      reading = read(path);
      timer.handle = setInterval(() => {
        reading = read(path);
      }, intervalMs);
    },
    async stop() {
      if (timer.handle !== null) clearInterval(timer.handle);
      await reading;
    },
  };
}

interface CpuTimes {
  idle: number;
  total: number;
}

function cpuTimes(): CpuTimes {
  const sum = { idle: 0, total: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}

const percent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.round((Math.min(part, whole) / whole) * 1_000) / 10;

/** Nothing for the first reading of a fresh process, whose two moments may be the same. */
function cpuValues(before: CpuTimes, now: CpuTimes): Record<string, DriverValue> {
  const total = now.total - before.total;
  return total <= 0 ? {} : { 'cpu.percent': percent(total - (now.idle - before.idle), total) };
}

const memoryValues = (): Record<string, DriverValue> => ({
  'memory.bytes': totalmem(),
  'memory.percent': percent(totalmem() - freemem(), totalmem()),
});

async function diskValues(path: string): Promise<Record<string, DriverValue>> {
  const { bsize, blocks, bavail } = await statfs(path);
  return {
    'disk.bytes': blocks * bsize,
    'disk.free.bytes': bavail * bsize,
    'disk.percent': percent(blocks - bavail, blocks),
  };
}
