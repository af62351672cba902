import { backOffMs } from '#platform/processes/back-off.ts';
import type { Connection, Way } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';

export const pollMs = 5_000;
const restartPollMs = 500;
const retryLimits = { firstMs: 1_000, maxMs: 30_000 };

/** What the screens see of a connection, and when the gateway is looked at next. No I/O, no timers. */
export interface ConnectionState {
  value(): Connection;
  /** `lookMs`: in how long to look again; null: a person has to do something first. */
  become(state: Connection['state'], failed?: Failure | null): { lookMs: number | null; told: boolean };
  /** The state that a failure leads to; an expected silence is a restart. */
  fail(failed: Failure, restartExpected: boolean): { lookMs: number | null; told: boolean };
  answered(): void;
}

export function createConnectionState(
  now: () => number,
  via: () => Way,
  refusedCertificate: () => Connection['certificate'],
): ConnectionState {
  let failures = 0;
  let connection: Connection = {
    state: 'disconnected',
    via: via(),
    since: now(),
    lastSeenAt: null,
    nextTryAt: null,
    failure: null,
    certificate: null,
  };

  function set(state: Connection['state'], failed: Failure | null, retryMs: number | null) {
    const before = connection;
    connection = {
      ...connection,
      state,
      via: via(),
      since: before.state === state ? before.since : now(),
      failure: failed,
      nextTryAt: retryMs === null ? null : now() + retryMs,
      certificate: state === 'certificate-untrusted' ? refusedCertificate() : null,
    };
    const told =
      before.state !== state || before.via !== connection.via || failed !== null || before.failure !== null;
    return { lookMs: state === 'connected' ? pollMs : retryMs, told };
  }

  return {
    value: () => connection,
    become(state, failed = null) {
      if (state === 'connected' || state === 'connecting') failures = 0;
      return set(state, failed, null);
    },
    fail(failed, restartExpected) {
      const state = stateAfter(failed);
      if (state !== 'unreachable') return set(state, failed, null);
      if (restartExpected) return set('restarting', null, restartPollMs);
      failures += 1;
      return set('unreachable', failed, backOffMs(failures, retryLimits));
    },
    answered() {
      connection = { ...connection, lastSeenAt: now() };
    },
  };
}

/** Which state a failure leads to; `unreachable` is the only one that is tried again by itself. */
function stateAfter(failed: Failure): Connection['state'] {
  if (failed.code.startsWith('CERTIFICATE_')) return 'certificate-untrusted';
  if (failed.code.startsWith('LOGIN_') || failed.code.startsWith('KEY_')) return 'login-needed';
  return failed.code === 'GATEWAY_NOT_A_GATEWAY' ? 'disconnected' : 'unreachable';
}
