import { expect, test } from 'vitest';
import { createLinkClock } from '../../../../electron/platform/link/link-clock.ts';
import { linkTiming } from '../../../../electron/platform/link/link-timing.ts';

/** A line of a byte a millisecond on which nobody asks whether the other one is there. */
function clockOf() {
  const timing = { ...linkTiming, pingMs: 1e9, silentMs: 1e10 };
  return createLinkClock({
    role: 'initiator',
    payloadBytes: 64,
    bytesPerSecond: 1_000,
    timing,
    isUp: () => true,
  });
}

/** The line needs 1 024 ms for a window of sixteen frames. */
const firstWaitMs = linkTiming.ackMs + 1_024;

test('the wait for an acknowledgement begins when the line is through, doubles, and has an end', () => {
  const clock = clockOf();
  clock.begin(0);
  clock.sent(1_000, 0);
  clock.dataSent(0);
  const waits = [firstWaitMs, 2 * firstWaitMs, 4 * firstWaitMs, ...Array(5).fill(linkTiming.maxAckMs)];
  let atMs = 1_000;
  for (const waitMs of waits) {
    atMs += waitMs;
    expect(clock.due(atMs - 1)).toBeNull();
    expect(clock.deadlineMs()).toBe(atMs);
    expect(clock.due(atMs)).toBe('resend');
  }
  expect(clock.due(atMs + linkTiming.maxAckMs)).toBe('unacknowledged');
});

test('progress begins the wait anew', () => {
  const clock = clockOf();
  clock.begin(0);
  clock.dataSent(0);
  expect(clock.due(firstWaitMs)).toBe('resend');
  clock.progressed(2_000, true);
  expect(clock.due(2_000 + firstWaitMs)).toBe('resend');
  clock.progressed(9_000, false);
  expect(clock.due(100_000)).toBeNull();
});

test('who is back from a file says it until it is heard', () => {
  const clock = clockOf();
  clock.begin(0);
  clock.returned(0);
  expect([999, 1_000, 1_500, 2_000].map(clock.due)).toEqual([null, 'back', null, 'back']);
  clock.heard(2_500);
  expect(clock.due(10_000)).toBeNull();
});
