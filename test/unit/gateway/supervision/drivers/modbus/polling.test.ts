import { expect, test } from 'vitest';
import { createLine } from '../../../../../../electron/gateway/supervision/drivers/modbus/line.ts';
import { createPollClock } from '../../../../../../electron/gateway/supervision/drivers/modbus/poll-clock.ts';
import { createUnitHealth } from '../../../../../../electron/gateway/supervision/drivers/modbus/unit-health.ts';

test('the clock keeps its intervals, and a late poll is not made up for', () => {
  const clock = createPollClock([100, 250, 100], 1_000);
  expect(clock.look(1_000)).toEqual({ due: [100, 250], waitMs: 0 });
  clock.polled(100, 1_010);
  clock.polled(250, 1_020);
  expect(clock.look(1_020)).toEqual({ due: [], waitMs: 80 });
  expect(clock.look(1_100).due).toEqual([100]);
  // It took four intervals: the next one is at once, and only once.
  clock.polled(100, 1_500);
  expect(clock.look(1_500).due).toEqual([100, 250]);
  clock.polled(100, 1_501);
  expect(clock.look(1_502).due).not.toContain(100);
});

test('one thing at a time on the line, a write before the reads that wait', async () => {
  const line = createLine();
  const order: string[] = [];
  let busy = false;
  const task = (name: string) => async () => {
    expect(busy).toBe(false);
    busy = true;
    await new Promise((resolve) => setImmediate(resolve));
    busy = false;
    order.push(name);
    return name;
  };
  const all = [line.run(task('a')), line.run(task('b')), line.run(task('write'), { urgent: true })];
  const broken = line.run(() => Promise.reject(new Error('torn')));
  all.push(line.run(task('c')));
  await expect(broken).rejects.toThrow('torn');
  await line.idle();
  expect(await Promise.all(all)).toEqual(['a', 'b', 'write', 'c']);
  expect(order).toEqual(['a', 'write', 'b', 'c']);
});

test('a unit that does not answer is left alone for longer and longer, the others are not', () => {
  const health = createUnitHealth();
  expect(health.allFail()).toBeNull();
  health.failed(1, 'mute', 0);
  expect([health.mayAsk(1, 999), health.mayAsk(1, 1_000), health.mayAsk(2, 0)]).toEqual([false, true, true]);
  expect(health.allFail()).toBe('mute');
  health.failed(1, 'mute', 1_000);
  expect([health.mayAsk(1, 2_999), health.mayAsk(1, 3_000)]).toEqual([false, true]);
  for (let index = 0; index < 20; index += 1) health.failed(1, 'mute', 10_000);
  expect(health.mayAsk(1, 40_000)).toBe(true);
  health.answered(2);
  expect(health.allFail()).toBeNull();
  health.forget();
  expect(health.mayAsk(1, 10_000)).toBe(true);
  health.answered(1);
  expect(health.isFailing(1)).toBe(false);
  health.failed(1, 'mute', 0);
  expect(health.mayAsk(1, 1_000)).toBe(true);
});
