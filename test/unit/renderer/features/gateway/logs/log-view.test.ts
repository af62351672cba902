import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import {
  countWords,
  findLines,
  followMs,
  levelOf,
  lineTime,
  logText,
  nextHit,
  pieces,
  readable,
  shownLines,
} from '../../../../../../renderer/features/gateway/logs/log-view.ts';

const line = (message: string, rest: Partial<LogEntry> = {}): LogEntry => ({
  timestamp: '2026-11-21T13:02:30.125Z',
  type: 'out',
  process: 'supervision',
  message,
  ...rest,
});

describe('levels', () => {
  const entries = [
    line('a', { level: 'debug' }),
    line('b', { level: 'warn' }),
    line('c'),
    line('d', { type: 'err' }),
    line('e', { level: 'info', type: 'err' }),
  ];
  test('a line without one counts by its stream; its own level goes before the stream', () => {
    expect(entries.map(levelOf)).toEqual(['debug', 'warn', 'info', 'error', 'info']);
  });
  test('the filter keeps that level and worse', () => {
    const messages = (minimum: Parameters<typeof shownLines>[1]) =>
      shownLines(entries, minimum)
        .map(({ message }) => message)
        .join('');
    expect(messages('all')).toBe('abcde');
    expect(messages('info')).toBe('bcde');
    expect(messages('warn')).toBe('bd');
    expect(messages('error')).toBe('d');
  });
});

describe('a message', () => {
  test('is shown without terminal colours, and bytes that no font shows are named', () => {
    expect(readable('\u001b[32mcpu\u001b[0m\u0000\u0007\u007f')).toBe('cpu\\x00\\x07\\x7f');
    expect(readable('a\tb\nc')).toBe('a\tb\nc');
  });

  test('cut at the hits is still the whole message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 3 }), (message, search) => {
        const cut = pieces(message, search);
        expect(cut.map(({ text }) => text).join('')).toBe(readable(message));
      }),
    );
  });

  test('every line that is found has a marked piece, and no other one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.string({ minLength: 1, maxLength: 2 }),
        (texts, search) => {
          const entries = texts.map((text) => line(text));
          const marked = entries.flatMap(({ message }, index) =>
            pieces(message, search).some(({ hit }) => hit) ? [index] : [],
          );
          expect(findLines(entries, search)).toEqual(marked);
        },
      ),
    );
  });

  test('a letter that grows in lower case does not shift the marks', () => {
    expect(pieces('İx error', 'error')).toEqual([{ text: 'İx error', hit: true }]);
    expect(pieces('an Error, an ERROR', 'error')).toEqual([
      { text: 'an ', hit: false },
      { text: 'Error', hit: true },
      { text: ', an ', hit: false },
      { text: 'ERROR', hit: true },
    ]);
  });
});

test('the search goes round both ends, and stands nowhere without hits', () => {
  expect([nextHit(3, -1, 1), nextHit(3, 2, 1), nextHit(3, 0, -1), nextHit(3, -1, -1)]).toEqual([0, 0, 2, 2]);
  expect(nextHit(0, 4, 1)).toBe(-1);
});

test('as text: one line an entry, with level where there is one', () => {
  expect(logText([line('started', { level: 'info' }), line('\u001b[31moh\u001b[0m', { type: 'err' })])).toBe(
    '2026-11-21T13:02:30.125Z out supervision info started\n2026-11-21T13:02:30.125Z err supervision oh\n',
  );
  expect(logText([])).toBe('');
});

test('times of another day carry the day; what is no time stays', () => {
  const now = Date.parse('2026-11-21T13:02:30.125Z');
  expect(lineTime('2026-11-21T13:02:30.125Z', now)).toMatch(/^\d\d:\d\d:\d\d\.125$/);
  expect(lineTime('2026-10-02T13:02:30.125Z', now)).toMatch(/^02 Oct, \d\d:\d\d:\d\d$/);
  expect(lineTime('yesterday', now)).toBe('yesterday');
});

test('the count says when older lines are left out', () => {
  expect(countWords(312, 312, 500)).toBe('312 lines');
  expect(countWords(500, 500, 500)).toBe('the last 500 lines');
  expect(countWords(40, 500, 500)).toBe('40 of the last 500 lines');
  expect(countWords(1, 1, 500)).toBe('1 line');
});

test('many lines are asked for less often', () => {
  expect(followMs(5_000)).toBeGreaterThan(followMs(500));
});
