import type { Connection } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Capabilities } from '#shared/gateway-api/extensions.ts';
import type { GatewayEntry } from '../gateways/address-book.ts';
import { gatewayName } from '../gateways/address-book.ts';
import { createCertificateJudge } from './certificate-judge.ts';
import { createConnectionState, pollMs } from './connection-state.ts';
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

export function createGatewaySession(deps: {
  entry: () => GatewayEntry;
  credential: () => Credential | null;
  now: () => number;
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
  let epoch = 0;
  let expected = 0;
  let bootId: string | null = null;

  const judge = createCertificateJudge({
    gateway: () => about().gateway,
    pinned: () => deps.entry().pinnedFingerprint,
    onPin: deps.onPin,
  });
  const state = createConnectionState(now, judge.refused);
  const http = createGatewayHttp({ address: deps.entry().address, judge: judge.judge });
  const client = createGatewayClient({
    http,
    about,
    credential: deps.credential,
    certificateFailure: judge.failure,
    observe: (seen) => {
      if (seen.answered) state.answered();
      else if (state.value().state === 'connected') onTrouble(seen.failure);
    },
  });
  const timer = createPollTimer(() => look(epoch));

  function follow({ lookMs, told }: { lookMs: number | null; told: boolean }): void {
    if (lookMs === null) timer.stop();
    else timer.after(lookMs);
    if (told) deps.onChange();
  }
  const become = (next: Connection['state']) => follow(state.become(next));
  const becomeFailed = (failed: Failure) => follow(state.fail(failed, expected > 0));

  /** A call of somebody failed while all seemed well: look at once, or say that a person is needed. */
  function onTrouble(failed: Failure): void {
    if (failed.code.startsWith('LOGIN_')) becomeFailed(failed);
    else timer.after(0);
  }

  /** One look at the gateway, and what follows from it. */
  async function look(mine: number): Promise<void> {
    const read = await readCapabilities(client, about());
    if (mine !== epoch) return;
    if (!read.ok) {
      becomeFailed(read.failure);
    } else if (state.value().state === 'connected' && read.value !== null && read.value.bootId === bootId) {
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
    bootId = capabilities?.bootId ?? null;
    deps.onIdentity({ capabilities, administrator: session.ok ? session.value.administrator : null });
    become('connected');
  }

  async function connect(): Promise<void> {
    epoch += 1;
    const mine = epoch;
    become('connecting');
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
    connection: state.value,
    client,
    connect,
    async disconnect() {
      const wasConnected = state.value().state === 'connected';
      epoch += 1;
      const mine = epoch;
      become('disconnected');
      if (wasConnected) await client.sendOnce({ method: 'POST', path: '/logout', timeoutMs: 2_000 });
      if (mine === epoch) http.close();
    },
    expectRestart() {
      expected += 1;
      return once(() => {
        expected -= 1;
        if (state.value().state === 'restarting') timer.after(0);
      });
    },
    stop() {
      epoch += 1;
      timer.stop();
      http.close();
    },
  };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
