import { describe, expect, test } from 'vitest';
import { formatBytes, formatRate } from '#shared/format/bytes.ts';
import {
  formatDuration,
  formatSeconds,
  formatTimeLeft,
} from '../../../../../renderer/lib/format/duration.ts';
import { cutMiddle, fingerprintLines } from '../../../../../renderer/lib/format/identifier.ts';
import {
  formatClock,
  formatDay,
  formatRelative,
  formatSeen,
  secondsUntil,
} from '../../../../../renderer/lib/format/time.ts';
import { count } from '../../../../../renderer/lib/format/words.ts';

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [4_213_118, '4.2 MB'],
    [99_949_999, '99.9 MB'],
    [184_400_000, '184 MB'],
    [3_100_000_000, '3.1 GB'],
    [-5, '0 B'],
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test('never prints four digits: just below a unit the next one is taken', () => {
    expect(formatBytes(999_600)).toBe('1.0 MB');
    expect(formatBytes(999_400)).toBe('999 kB');
  });

  test('a rate is bytes per second', () => expect(formatRate(1_214_000)).toBe('1.2 MB/s'));
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [49, '0 s'],
    [50, '0.1 s'],
    [94, '0.1 s'],
    [867, '0.9 s'],
    [3_120, '3.1 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_700, '1 min'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [273_840_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test('a countdown is whole seconds', () => {
    expect(formatSeconds(5)).toBe('5 s');
    expect(formatSeconds(5.9)).toBe('5 s');
    expect(formatSeconds(-1)).toBe('0 s');
  });

  test('time left is rounded up, at least a second, and silent while unknown', () => {
    expect(formatTimeLeft(5.2)).toBe('about 6 s left');
    expect(formatTimeLeft(0)).toBe('about 1 s left');
    expect(formatTimeLeft(null)).toBeNull();
    expect(formatTimeLeft(Number.POSITIVE_INFINITY)).toBeNull();
  });
});

describe('times', () => {
  const now = new Date(2026, 10, 21, 14, 2, 30).getTime();
  test.each([
    [now - 3_000, 'just now'],
    [now - 45_000, '45 s ago'],
    [now - 12 * 60_000, '12 min ago'],
    [new Date(2026, 10, 21, 9, 12).getTime(), 'today 09:12'],
    [new Date(2026, 10, 20, 17, 40).getTime(), 'yesterday 17:40'],
    [new Date(2026, 10, 12, 9, 12).getTime(), '12 Nov 09:12'],
    [new Date(2025, 10, 12, 9, 12).getTime(), '12 Nov 2025'],
  ])('%d is %s', (at, text) => expect(formatRelative(at, now)).toBe(text));

  test('a clock that runs ahead is not "in the past"', () => {
    expect(formatRelative(now + 60_000, now)).toBe(`today ${formatClock(now + 60_000)}`);
  });

  test('last seen today is a clock, earlier has its day', () => {
    expect(formatSeen(now - 12 * 60_000, now)).toBe('13:50');
    expect(formatSeen(now - 86_400_000, now)).toBe('yesterday 14:02');
  });

  test('a certificate date is a day, and what is none stays', () => {
    expect(formatDay('Nov 20 09:59:09 2056 GMT')).toBe('20 Nov 2056');
    expect(formatDay('never')).toBe('never');
  });

  test('seconds until are rounded up and never negative', () => {
    expect(secondsUntil(now + 4_100, now)).toBe(5);
    expect(secondsUntil(now - 1, now)).toBe(0);
  });
});

describe('identifiers and words', () => {
  test('a long id keeps both ends, a short one stays whole', () => {
    expect(cutMiddle('7d0f3c1e-92ab-4c58-8e1d-5b7a60c4f2e9', { start: 8, end: 6 })).toBe('7d0f3c1e…c4f2e9');
    expect(cutMiddle('1234567890', { start: 6, end: 4 })).toBe('1234567890');
  });

  test('a fingerprint is four lines of eight bytes', () => {
    const bytes = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0'));
    const lines = fingerprintLines(bytes.join(':'));
    expect(lines).toHaveLength(4);
    expect(lines.join(':')).toBe(bytes.join(':'));
  });

  test('one is singular', () => expect([count(1, 'job'), count(2, 'job')]).toEqual(['1 job', '2 jobs']));
});
