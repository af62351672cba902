import { expect, test } from 'vitest';
import { aboutDuration, sendSeconds } from '#shared/serial/send-time.ts';

test('20 MiB at 115 200 baud is about half an hour', () => {
  expect(aboutDuration(sendSeconds(20 * 1024 * 1024, 115_200))).toBe('about 32 min');
});

test.each([
  [0, 'about 1 s'],
  [1, 'about 1 s'],
  [89, 'about 89 s'],
  [90, 'about 2 min'],
  [3_569, 'about 59 min'],
  [3_600, 'about 1 h 0 min'],
  [4_200, 'about 1 h 10 min'],
])('%i s: %s', (seconds, words) => {
  expect(aboutDuration(seconds)).toBe(words);
});
