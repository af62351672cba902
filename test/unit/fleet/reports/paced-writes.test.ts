import { expect, test } from 'vitest';
import { createPacedWrites } from '../../../../electron/fleet/reports/paced-writes.ts';

/** A disk that takes some time of a clock that only it and waiting move. */
function createDisk(tookMs: number) {
  const begun: number[] = [];
  const waits: number[] = [];
  let time = 0;
  const paced = createPacedWrites({
    now: () => time,
    async sleep(ms) {
      waits.push(ms);
      await Promise.resolve();
      time += ms;
    },
  });
  const write = () =>
    paced(async () => {
      begun.push(time);
      await Promise.resolve();
      time += tookMs;
    });
  return { begun, waits, write };
}

test('the first begins at once, the next not before a pause of four times what it took, and never a long one', async () => {
  const { begun, waits, write } = createDisk(10);
  await write();
  await write();
  expect([begun, waits]).toEqual([
    [0, 50],
    [0, 40],
  ]);
  const slow = createDisk(1_000);
  await slow.write();
  await slow.write();
  expect(slow.waits).toEqual([0, 250]);
});

test('those that wait together begin together', async () => {
  const { begun, waits, write } = createDisk(0);
  await Promise.all(Array.from({ length: 20 }, write));
  await Promise.all(Array.from({ length: 20 }, write));
  expect([begun.length, waits]).toEqual([40, [0, 0]]);
});

test('a write that fails fails alone, and the next ones go on', async () => {
  const paced = createPacedWrites({ now: () => 0, sleep: async () => undefined });
  const bad = paced(() => Promise.reject(new Error('disk')));
  const good = paced(async () => 'good');
  await expect(bad).rejects.toThrow('disk');
  expect(await good).toBe('good');
  expect(await paced(async () => 'later')).toBe('later');
});
