import { execFile } from 'node:child_process';
import { freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createLiveResources,
  diskUsage,
  memoryUsage,
} from '../../../../../electron/gateway/supervision/resources/live-resources.ts';
import type { Machine } from '../../../../../electron/gateway/supervision/resources/machine.ts';

function counted(changed: Partial<Machine> = {}) {
  const calls = { network: 0, processes: 0, about: 0 };
  const machine: Machine = {
    networkBytes: async () => {
      calls.network += 1;
      return { bytesIn: calls.network, bytesOut: 2 };
    },
    processes: async () => {
      calls.processes += 1;
      return [];
    },
    about: async () => {
      calls.about += 1;
      return { distro: 'Debian', release: '12' };
    },
    ...changed,
  };
  return { calls, machine };
}

describe('figures of now', () => {
  test('many who ask at once get one measurement', async () => {
    const { calls, machine } = counted();
    const live = createLiveResources({ machine, folder: '.', figuresMs: 60_000, processesMs: 60_000 });
    const answers = await Promise.all(Array.from({ length: 50 }, live.figures));
    await Promise.all(Array.from({ length: 50 }, live.processes));
    await Promise.all(Array.from({ length: 50 }, live.info));
    expect(new Set(answers).size).toBe(1);
    expect(calls).toEqual({ network: 1, processes: 1, about: 1 });
  });

  test('later they are measured anew', async () => {
    const { machine } = counted();
    const live = createLiveResources({ machine, folder: '.', figuresMs: 0 });
    const first = await live.figures();
    expect((await live.figures()).network.bytesIn).toBeGreaterThan(first.network.bytesIn);
  });

  test('a measurement that failed is not kept', async () => {
    let broken = true;
    const { machine } = counted({
      networkBytes: async () => {
        if (broken) throw new Error('broken');
        return { bytesIn: 1, bytesOut: 2 };
      },
    });
    const live = createLiveResources({ machine, folder: '.', figuresMs: 60_000 });
    await expect(live.figures()).rejects.toThrow('broken');
    broken = false;
    expect((await live.figures()).network).toEqual({ bytesIn: 1, bytesOut: 2 });
  });
});

describe('this machine', () => {
  test('memory adds up', () => {
    const { total, used, free, usagePercent } = memoryUsage();
    expect(total).toBe(totalmem());
    expect(used + free).toBe(total);
    expect(Math.abs(free - freemem()) / total).toBeLessThan(0.5);
    expect(usagePercent).toBeCloseTo((used / total) * 100, 0);
  });

  test.runIf(process.platform === 'linux')('disk is what df says', async () => {
    const { stdout } = await promisify(execFile)('df', ['-B1', '--output=size,used,avail', '.']);
    const [size = 0, used = 0, avail = 0] = (stdout.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
    const usage = await diskUsage('.');
    const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(2 ** 30);
    expect(usage.total).toBe(size);
    near(usage.used, used);
    near(usage.free, avail);
    expect(usage.usagePercent).toBeCloseTo((used / (used + avail)) * 100, 0);
  });
});
