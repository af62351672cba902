import { expect, test } from 'vitest';
import { parseLine } from '../../../../electron/gateway/supervision/logs/parse-line.ts';
import { stampedLine } from '../../../../electron/platform/logging/stamped-line.ts';

const at = new Date('2026-11-21T09:00:00.123Z');

test('text gets the time at which it was said, and the log reads it back', () => {
  expect(stampedLine('Error: out of memory', at)).toBe('2026-11-21T09:00:00.123Z Error: out of memory');
  expect(parseLine(stampedLine('  at main.js:1', at))).toEqual({
    at: at.getTime(),
    level: null,
    message: '  at main.js:1',
  });
});

test('a structured line has its own', () => {
  const line = '{"time":"2026-11-21T08:00:00.000Z","msg":"x"}';
  expect(stampedLine(line, at)).toBe(line);
});
