import { describe, expect, test } from 'vitest';
import { createLinuxMachine } from '../../../../../electron/gateway/supervision/resources/linux/linux-machine.ts';
import { createPortableMachine } from '../../../../../electron/gateway/supervision/resources/portable-machine.ts';

describe('through the library for macOS and Windows', () => {
  const machine = createPortableMachine();

  test('the list holds this process with its parent and its memory', async () => {
    const own = (await machine.processes()).find(({ pid }) => pid === process.pid);
    expect(own?.parentPid).toBe(process.ppid);
    expect(Math.abs((own?.memoryBytes ?? 0) / process.memoryUsage.rss() - 1)).toBeLessThan(0.5);
  });

  test.runIf(process.platform === 'linux')(
    'network and edition are what /proc and os-release say',
    async () => {
      const linux = createLinuxMachine();
      expect(await machine.about()).toEqual(await linux.about());
      const [portable, own] = await Promise.all([machine.networkBytes(), linux.networkBytes()]);
      expect(Math.abs(portable.bytesIn - own.bytesIn)).toBeLessThan(64 * 2 ** 20);
      expect(Math.abs(portable.bytesOut - own.bytesOut)).toBeLessThan(64 * 2 ** 20);
    },
  );
});
