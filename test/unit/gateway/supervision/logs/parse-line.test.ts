import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLine } from '../../../../../electron/gateway/supervision/logs/parse-line.ts';

const at = Date.parse('2026-11-21T09:00:00.123Z');

test('a line of the gateway application: time, level and message, its other fields behind', () => {
  const line =
    '{"level":40,"time":"2026-11-21T09:00:00.123Z","pid":7,"hostname":"h","name":"supervision","code":1,"msg":"a driver ended"}';
  expect(parseLine(line)).toEqual({ at, level: 'warn', message: 'a driver ended {"code":1}' });
});

test('a line of a driver', () => {
  expect(parseLine('{"ts":"2026-11-21T09:00:00.123Z","level":"error","msg":"no answer"}')).toEqual({
    at,
    level: 'error',
    message: 'no answer',
  });
  expect(parseLine(`{"ts":${at},"level":"info","msg":"up"}`)).toEqual({ at, level: 'info', message: 'up' });
});

test('text behind a time, and text alone', () => {
  expect(parseLine('2026-11-21T09:00:00.123Z Error: out of memory')).toEqual({
    at,
    level: null,
    message: 'Error: out of memory',
  });
  expect(parseLine('    at main.js:1')).toEqual({ at: null, level: null, message: '    at main.js:1' });
});

test.each([
  ['{"level":30,"time":"2026'],
  ['{"level":1e9,"time":1e99,"msg":{"a":[1]}}'],
  ['{"level":null,"time":"not a time"}'],
  ['{}'],
])('a broken or strange line is still told: %s', (line) => {
  const parsed = parseLine(line);
  expect(parsed).toMatchObject({ at: null, level: null });
});

test('control characters are replaced, tabs and line ends of messages stay', () => {
  expect(parseLine('a\u0000b\u001bc\td').message).toBe('a\uFFFDb\uFFFDc\td');
  expect(parseLine('{"msg":"one\\ntwo\\u0007"}').message).toBe('one\ntwo\uFFFD');
});

test('a long message is cut and says so', () => {
  const { message } = parseLine('x'.repeat(10_000));
  expect(message).toMatch(/^x{8192} … \(1808 characters more\)$/);
});

test('whatever the bytes are, a line becomes an entry that JSON and the contract take', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    fc.json(),
    fc
      .record({ level: fc.anything(), time: fc.anything(), ts: fc.anything(), msg: fc.anything() })
      .map((fields) => {
        try {
          return JSON.stringify(fields) ?? '';
        } catch {
          return '{';
        }
      }),
  );
  fc.assert(
    fc.property(anything, (line) => {
      const parsed = parseLine(line);
      if (parsed.at !== null) expect(() => new Date(parsed.at ?? 0).toISOString()).not.toThrow();
      expect(parsed.message.isWellFormed()).toBe(true);
    }),
  );
});
