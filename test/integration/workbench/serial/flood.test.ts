import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openConsole } from '../../../fakes/console-bench.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { serialCable } from '../../../fakes/serial-cable.ts';
import { startWorkbenchBench } from '../../../fakes/workbench-bench.ts';

const megabyte = 1024 * 1024;

/** The device is a program of its own, so that its speed does not depend on ours: one letter in a line without an end. */
function flood(path: string, bytes: number): ChildProcess {
  const child = spawn('sh', ['-c', `head -c ${bytes} /dev/zero | tr '\\0' A > '${path}'`], {
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a flood', () => {
  test('of 20 MiB loses no byte while the screen keeps up, and tells of it 33 times a second at most', async () => {
    const cable = await serialCable();
    const bench = await startWorkbenchBench();
    const { id } = await openConsole(bench, cable.ours);
    let told = 0;
    bench.bridge.subscribe('serial.arrived', () => void told++);
    const startedAt = performance.now();
    flood(cable.theirs, 20 * megabyte);
    const hash = createHash('sha256');
    let next = 0;
    while (next < 20 * megabyte) {
      const part = await bench.ask('serial.read', { id, from: next, maxBytes: megabyte });
      expect(part.from).toBe(next);
      const bytes = Buffer.from(part.base64, 'base64');
      next += bytes.length;
      hash.update(bytes);
      if (bytes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const elapsedMs = performance.now() - startedAt;
    expect(hash.digest('hex')).toBe(
      createHash('sha256')
        .update(Buffer.alloc(20 * megabyte, 'A'))
        .digest('hex'),
    );
    expect(told).toBeLessThanOrEqual(Math.ceil(elapsedMs / 30) + 2);
  });

  test('that nobody reads is cut where it is said, and the newest 8 MiB are there', async () => {
    const cable = await serialCable();
    const bench = await startWorkbenchBench();
    const screen = await openConsole(bench, cable.ours);
    flood(cable.theirs, 10 * megabyte);
    await eventually(async () => (await bench.ask('serial.consoles', null))[0]?.received).toBe(10 * megabyte);
    const output = await screen.pull();
    expect(screen.cut()).toBe(10 * megabyte - output.length);
    expect(output.length).toBeGreaterThanOrEqual(8 * megabyte);
    expect(output.length).toBeLessThan(8 * megabyte + 64 * 1024);
    const part = await bench.ask('serial.read', { id: screen.id, from: 0, maxBytes: 1 });
    expect(part).toMatchObject({ from: screen.cut(), cutBefore: screen.cut(), total: 10 * megabyte });
  });
});
