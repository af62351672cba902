import { expect, test } from 'vitest';
import { createPacedWrites } from '../../../../electron/fleet/reports/paced-writes.ts';

/** A disk that takes some time of a clock that only it moves, and counts what began while it was free. */
function createDisk(tookMs: number) {
  const clock = { now: 0 };
  const begun: number[] = [];
  const write = async () => {
    begun.push(clock.now);
    await Promise.resolve();
    clock.now += tookMs;
    return begun.length;
  };
  return { clock, begun, write };
}

test('those that wait together begin together, and between two groups the disk has its rest', async () => {
  const { clock, begun, write } = createDisk(0.01);
  const paced = createPacedWrites(() => clock.now);
  expect(await paced(write)).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => paced(write)));
  expect(begun).toHaveLength(21);
  expect(new Set(begun).size).toBe(2);
});

test('the next one does not begin before a pause of four times what the last one took', async () => {
  const disk = createDisk(10);
  const paced = createPacedWrites(() => disk.clock.now);
  await paced(disk.write);
  const started = performance.now();
  await paced(disk.write);
  // Timers of Node may come a fraction early.
  expect(performance.now() - started).toBeGreaterThan(38);
});

test('a write that fails fails alone, and the next ones go on', async () => {
  const paced = createPacedWrites(() => 0);
  const bad = paced(() => Promise.reject(new Error('disk')));
  const good = paced(async () => 'good');
  await expect(bad).rejects.toThrow('disk');
  expect(await good).toBe('good');
  expect(await paced(async () => 'later')).toBe('later');
});
