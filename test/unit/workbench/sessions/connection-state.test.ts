import { describe, expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import { createConnectionState } from '../../../../electron/workbench/sessions/connection-state.ts';

const silence = failure('GATEWAY_UNREACHABLE', { gateway: 'box', address: 'http://box', why: 'x' });

function stateAt(start: number) {
  const clock = { ms: start };
  const certificate = { presented: 'AA', pinned: null, subject: 'box', validTo: 'x' };
  return {
    clock,
    state: createConnectionState(
      () => clock.ms,
      () => 'lan',
      () => certificate,
    ),
  };
}

describe('the state of a connection', () => {
  test('silence is tried again, later each time, and the count starts anew when it answers', () => {
    const { clock, state } = stateAt(1_000);
    state.become('connected');
    const waits = [0, 0, 0, 0, 0, 0, 0].map(() => state.fail(silence, false).lookMs);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(state.value()).toMatchObject({ state: 'unreachable', nextTryAt: 31_000, since: 1_000 });
    clock.ms = 40_000;
    state.become('connected');
    expect(state.value()).toMatchObject({ failure: null, nextTryAt: null, since: 40_000 });
    expect(state.fail(silence, false).lookMs).toBe(1_000);
  });

  test('silence while a job restarts the gateway is no failure', () => {
    const { state } = stateAt(0);
    state.become('connected');
    expect(state.fail(silence, true).lookMs).toBe(500);
    expect(state.value()).toMatchObject({ state: 'restarting', failure: null });
  });

  test.each([
    ['LOGIN_REFUSED', 'login-needed'],
    ['LOGIN_LOCKED', 'login-needed'],
    ['CERTIFICATE_CHANGED', 'certificate-untrusted'],
    ['GATEWAY_NOT_A_GATEWAY', 'disconnected'],
  ] as const)('%s waits for a person, also during a restart', (code, expected) => {
    const { state } = stateAt(0);
    for (const restart of [true, false]) {
      expect(state.fail(failure(code), restart).lookMs).toBeNull();
      expect(state.value().state).toBe(expected);
    }
    expect(state.value().certificate !== null).toBe(expected === 'certificate-untrusted');
  });

  test('what did not change is not told again', () => {
    const { state } = stateAt(0);
    expect(state.become('connected').told).toBe(true);
    expect(state.become('connected')).toEqual({ lookMs: 5_000, told: false });
  });
});
