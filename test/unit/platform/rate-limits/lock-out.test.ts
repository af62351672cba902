import { expect, test } from 'vitest';
import { createLockOut } from '../../../../electron/platform/rate-limits/lock-out.ts';

function bench() {
  const clock = { now: 1_000_000 };
  const lockOut = createLockOut({
    failures: 3,
    windowMs: 1_000,
    firstLockMs: 100,
    maxLockMs: 350,
    maxKeys: 2,
    now: () => clock.now,
  });
  const fail = (key: string, times: number) => {
    for (let i = 0; i < times; i++) lockOut.begin(key);
  };
  return { clock, lockOut, fail };
}

test('locks after the failures of one window, doubling up to the most', () => {
  const { clock, lockOut, fail } = bench();
  fail('a', 2);
  expect(lockOut.lockedForMs('a')).toBe(0);
  for (const lockMs of [100, 200, 350, 350]) {
    fail('a', lockMs === 100 ? 1 : 3);
    expect(lockOut.lockedForMs('a')).toBe(lockMs);
    clock.now += lockMs;
    expect(lockOut.lockedForMs('a')).toBe(0);
  }
});

test('failures that are older than the window do not count', () => {
  const { clock, lockOut, fail } = bench();
  fail('a', 2);
  clock.now += 1_001;
  fail('a', 2);
  expect(lockOut.lockedForMs('a')).toBe(0);
});

test('a success forgets everything of its key', () => {
  const { lockOut, fail } = bench();
  fail('a', 3);
  lockOut.succeeded('a');
  expect(lockOut.lockedForMs('a')).toBe(0);
  fail('a', 2);
  expect(lockOut.lockedForMs('a')).toBe(0);
});

test('keys do not lock each other, and their number is bounded', () => {
  const { lockOut, fail } = bench();
  fail('a', 3);
  expect(lockOut.lockedForMs('b')).toBe(0);
  fail('b', 1);
  fail('c', 1);
  expect(lockOut.lockedForMs('a')).toBe(0);
});
