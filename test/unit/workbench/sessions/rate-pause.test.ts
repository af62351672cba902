import { expect, test } from 'vitest';
import { createRatePause } from '../../../../electron/workbench/sessions/rate-pause.ts';

const start = Date.parse('2026-11-21T12:00:00Z');

function paused(retryAfter: string | undefined) {
  let nowMs = start;
  const pause = createRatePause(() => nowMs);
  pause.hear({ status: 429, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
  return { seconds: () => pause.failure()?.context.seconds ?? 0, pass: (ms: number) => (nowMs += ms), pause };
}

test.each([
  ['seconds', '7', 7],
  ['a date', 'Sat, 21 Nov 2026 12:00:09 GMT', 9],
  ['nothing', undefined, 5],
  ['rubbish', 'soon', 5],
  ['a date that is over', 'Sat, 21 Nov 2026 11:00:00 GMT', 1],
  ['zero', '0', 1],
  ['a day', '86400', 120],
])('a box that says wait with %s is left alone for so long', (_name, header, seconds) => {
  const { pause, pass, seconds: left } = paused(header);
  expect(left()).toBe(seconds);
  pass(seconds * 1_000 - 1);
  expect(left()).toBe(1);
  pass(1);
  expect(pause.failure()).toBeNull();
});

test('other answers ask for nothing', () => {
  const pause = createRatePause(() => start);
  pause.hear({ status: 503, headers: { 'retry-after': '60' } });
  expect(pause.failure()).toBeNull();
});
