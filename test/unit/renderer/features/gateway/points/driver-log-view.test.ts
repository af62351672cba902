import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  driverLogLines,
  followEveryMs,
  lastLines,
  lineWords,
} from '../../../../../../renderer/features/gateway/points/driver-log-view.ts';

test('a line of our gateway: moment, level, message; of another make: as it is', () => {
  const { lines, all } = driverLogLines(
    '2026-11-30T19:53:14.125Z warn 10.0.0.5: no answer\n    at read (modbus)\r\nwarn info nothing\n',
    'Boiler meters',
  );
  expect(all).toBe(3);
  expect(lines.map(({ timestamp, level, message }) => [timestamp, level, message])).toEqual([
    ['2026-11-30T19:53:14.125Z', 'warn', '10.0.0.5: no answer'],
    ['', undefined, '    at read (modbus)'],
    ['', undefined, 'warn info nothing'],
  ]);
});

test('the last lines are drawn, all are counted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: lastLines + 50 }), (count) => {
      const text = Array.from({ length: count }, (_, n) => `line ${n}\n`).join('');
      const { lines, all } = driverLogLines(text, 'x');
      expect(all).toBe(count);
      expect(lines).toHaveLength(Math.min(count, lastLines));
      if (count > 0) expect(lines.at(-1)?.message).toBe(`line ${count - 1}`);
    }),
    { numRuns: 20 },
  );
});

test('says when there is more than is shown', () => {
  expect(lineWords(1, 1)).toBe('1 line');
  expect(lineWords(2_000, 5_123)).toBe('the last 2000 of 5123 lines');
});

test('a long log is asked for less often', () => {
  expect(followEveryMs(4 * 1024 * 1024)).toBeGreaterThan(followEveryMs(1_000));
});
