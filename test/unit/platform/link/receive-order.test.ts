import { expect, test } from 'vitest';
import { createReceiveOrder } from '../../../../electron/platform/link/receive-order.ts';

test('a gap is reported once for each run of the sender through its window', () => {
  const order = createReceiveOrder();
  const takes = (...sequences: number[]) => sequences.map(order.take);
  expect(takes(0, 2, 3, 4)).toEqual(['next', 'gap', 'gap-known', 'gap-known']);
  // It runs again, and the same frame is lost again.
  expect(takes(2, 3)).toEqual(['gap', 'gap-known']);
  expect(takes(1, 0, 1)).toEqual(['next', 'repeated', 'repeated']);
  // Another gap, further ahead than the last one was.
  expect(takes(7, 8)).toEqual(['gap', 'gap-known']);
});

test('numbers go round', () => {
  const order = createReceiveOrder();
  for (let round = 0; round < 300; round += 1) expect(order.take(round % 256)).toBe('next');
  const expected = 300 % 256;
  expect(order.expected()).toBe(expected);
  expect([expected - 1, expected, expected + 15].map(order.isNew)).toEqual([false, true, true]);
});
