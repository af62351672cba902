import type { Logger } from 'pino';
import type { Connection } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Capabilities } from '#shared/gateway-api/extensions.ts';
import type { GatewayEntry } from '../gateways/address-book.ts';
import { gatewayName } from '../gateways/address-book.ts';
import { createCertificateJudge } from './certificate-judge.ts';
import { createGatewayClient, type GatewayClient } from './gateway-client.ts';
import { createGatewayHttp } from './gateway-http.ts';
import type { Credential } from './login.ts';
import { createPollTimer } from './poll-timer.ts';
import { readCapabilities } from './read-identity.ts';

/** What the session learns of the gateway; null capabilities: a plain box. */
export interface SeenIdentity {
  capabilities: Capabilities | null;
  administrator: boolean | null;
}

/**
 * One gateway's connection. Invariants:
 * - only `connected`, `restarting` and `unreachable` poll; the others wait for a person;
 * - a refused login is never repeated by itself, or the account would be locked;
 * - a change made by an older connect or disconnect never overwrites a newer one (`epoch`).
 */
export interface GatewaySession {
  connection(): Connection;
  client: GatewayClient;
  /** Logs in with the credential of now. Resolves when connected or failed; the outcome is in `connection()`. */
  connect(): Promise<void>;
  /** Logs out as far as that can be done. */
  disconnect(): Promise<void>;
  /** While held, silence is `restarting`, not `unreachable`. Call the result when the restart is over. */
  expectRestart(): () => void;
  /** Ends polling and closes connections; the gateway's own session is left as it is. */
  stop(): void;
}

const pollMs = 5_000;
const restartPollMs = 500;
const firstRetryMs = 1_000;
const maxRetryMs = 30_000;

/** Which state a failure leads to; `unreachable` is the only one that is tried again by itself. */
function stateAfter(failed: Failure): Connection['state'] {
  if (failed.code.startsWith('CERTIFICATE_')) return 'certificate-untrusted';
  if (failed.code.startsWith('LOGIN_')) return 'login-needed';
  return failed.code === 'GATEWAY_NOT_A_GATEWAY' ? 'disconnected' : 'unreachable';
}

export function createGatewaySession(deps: {
  entry: () => GatewayEntry;
  credential: () => Credential | null;
  now: () => number;
  log: Logger;
  onChange: () => void;
  onIdentity: (seen: SeenIdentity) => void;
  /** First use of a certificate that an authority vouches for. */
  onPin: (fingerprint: string) => void;
}): GatewaySession {
  const { now } = deps;
  const about = () => {
    const { address, username } = deps.entry();
    return { gateway: gatewayName(deps.entry()), address, username };
  };
  let connection: Connection = {
    state: 'disconnected',
    since: now(),
    lastSeenAt: null,
    nextTryAt: null,
    failure: null,
    certificate: null,
  };
  let epoch = 0;
  let expected = 0;
  let failures = 0;
  let bootId: string | null = null;

  const judge = createCertificateJudge({
    gateway: () => about().gateway,
    pinned: () => deps.entry().pinnedFingerprint,
    onPin: deps.onPin,
  });
  const http = createGatewayHttp({ address: deps.entry().address, judge: judge.judge });
  const client = createGatewayClient({
    http,
    about,
    credential: deps.credential,
    certificateFailure: judge.failure,
    observe: (seen) => {
      if (seen.answered) connection = { ...connection, lastSeenAt: now() };
      else if (connection.state === 'connected') onTrouble(seen.failure);
    },
  });
  const timer = createPollTimer(() => look(epoch));

  function become(state: Connection['state'], failed: Failure | null, nextTryMs: number | null): void {
    const before = connection;
    connection = {
      ...connection,
      state,
      since: before.state === state ? before.since : now(),
      failure: failed,
      nextTryAt: nextTryMs === null ? null : now() + nextTryMs,
      certificate: state === 'certificate-untrusted' ? judge.refused() : null,
    };
    const pause = state === 'connected' ? pollMs : nextTryMs;
    if (pause === null) timer.stop();
    else timer.after(pause);
    if (before.state !== state) {
      deps.log.info({ gateway: about().gateway, state, code: failed?.code }, 'connection changed');
    }
    if (before.state !== state || failed !== null || before.failure !== null) deps.onChange();
  }

  /** A call of somebody failed while all seemed well: look at once, or say that a person is needed. */
  function onTrouble(failed: Failure): void {
    if (failed.code.startsWith('LOGIN_')) become('login-needed', failed, null);
    else timer.after(0);
  }

  function becomeFailed(failed: Failure): void {
    const state = stateAfter(failed);
    if (state !== 'unreachable') {
      become(state, failed, null);
    } else if (expected > 0) {
      become('restarting', null, restartPollMs);
    } else {
      const waitMs = Math.min(maxRetryMs, firstRetryMs * 2 ** failures);
      failures += 1;
      become('unreachable', failed, waitMs);
    }
  }

  /** One look at the gateway, and what follows from it. */
  async function look(mine: number): Promise<void> {
    const read = await readCapabilities(client, about());
    if (mine !== epoch) return;
    if (!read.ok) {
      becomeFailed(read.failure);
    } else if (connection.state === 'connected' && read.value !== null && read.value.bootId === bootId) {
      timer.after(pollMs);
    } else {
      // A plain box shows no boot id that would tell a restart: it is asked for its session every time.
      await resume(mine, read.value);
    }
  }

  /** The gateway answers: is the session still good? `call` logs in again when it is not. */
  async function resume(mine: number, capabilities: Capabilities | null): Promise<void> {
    const session = await client.call('session');
    if (mine !== epoch) return;
    // A box whose /session has another shape is logged in all the same.
    if (!session.ok && session.failure.context.status !== 200) {
      becomeFailed(session.failure);
      return;
    }
    failures = 0;
    bootId = capabilities?.bootId ?? null;
    deps.onIdentity({ capabilities, administrator: session.ok ? session.value.administrator : null });
    become('connected', null, null);
  }

  async function connect(): Promise<void> {
    epoch += 1;
    const mine = epoch;
    failures = 0;
    become('connecting', null, null);
    const read = await readCapabilities(client, about());
    if (mine !== epoch) return;
    if (!read.ok) {
      becomeFailed(read.failure);
      return;
    }
    const loggedIn = await client.logIn();
    if (mine !== epoch) return;
    if (loggedIn.ok) await resume(mine, read.value);
    else becomeFailed(loggedIn.failure);
  }

  return {
    connection: () => connection,
    client,
    connect,
    async disconnect() {
      const wasConnected = connection.state === 'connected';
      epoch += 1;
      const mine = epoch;
      become('disconnected', null, null);
      if (wasConnected) await client.sendOnce({ method: 'POST', path: '/logout', timeoutMs: 2_000 });
      if (mine === epoch) http.close();
    },
    expectRestart() {
      expected += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        expected -= 1;
        if (connection.state === 'restarting') timer.after(0);
      };
    },
    stop() {
      epoch += 1;
      timer.stop();
      http.close();
    },
  };
}
