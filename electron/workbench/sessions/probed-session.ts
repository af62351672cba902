import type { Connection, Way } from '#shared/bridge/gateways.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Capabilities } from '#shared/gateway-api/extensions.ts';
import type { Result } from '#shared/result.ts';
import { createConnectionState, pollMs } from './connection-state.ts';
import type { GatewayClient } from './gateway-client.ts';
import { createPollTimer } from './poll-timer.ts';
import type { Observe } from './sender.ts';
import type { SerialFiles } from './serial/serial-files.ts';

/** What the session learns of the gateway; null capabilities: a plain box. */
export interface SeenIdentity {
  capabilities: Capabilities | null;
  administrator: boolean | null;
}

/** How a box is entered and looked at. */
export interface Probe {
  /** From nothing: with a login where that is the way. */
  enter(): Promise<Result<SeenIdentity>>;
  /** One look; null: as it was. `connected`: all was well at the last look. */
  look(connected: boolean): Promise<Result<SeenIdentity | null>>;
  /** Ends the gateway's own session as far as that can be done. */
  leave(): Promise<void>;
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
  /** Files by the serial cable; null while the LAN is used, which carries them in its requests. */
  files(): SerialFiles | null;
  /** No change of the way until the result is called: a job was told by which one it goes. */
  holdWay(): () => void;
  /** Logs in with the credential of now. Resolves when connected or failed; the outcome is in `connection()`. */
  connect(): Promise<void>;
  /** Logs out as far as that can be done. */
  disconnect(): Promise<void>;
  /** While held, silence is `restarting`, not `unreachable`. Call the result when the restart is over. */
  expectRestart(): () => void;
  /** Ends polling and closes connections; the gateway's own session is left as it is. */
  stop(): void;
}

/** One gateway's client and how it is looked at, over whatever way. */
export interface OpenedWays {
  client: GatewayClient;
  probe: Probe;
  via: () => Way;
  files: () => SerialFiles | null;
  close: () => void;
}

export function createProbedSession(deps: {
  now: () => number;
  refusedCertificate: () => Connection['certificate'];
  onChange: () => void;
  onIdentity: (seen: SeenIdentity) => void;
  open: (observe: Observe, isHeld: () => boolean) => OpenedWays;
}): GatewaySession {
  let epoch = 0;
  let expected = 0;
  let holds = 0;
  const observe: Observe = (seen) => {
    if (seen.answered) state.answered();
    else if (state.value().state === 'connected') onTrouble(seen.failure);
  };
  const { client, probe, close, via, files } = deps.open(observe, () => holds > 0);
  const state = createConnectionState(deps.now, via, deps.refusedCertificate);
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
    if (failed.code.startsWith('LOGIN_') || failed.code.startsWith('KEY_')) becomeFailed(failed);
    else timer.after(0);
  }

  /** What a look or an entry found, unless somebody connected or disconnected since. */
  function settle(mine: number, seen: Result<SeenIdentity | null>): void {
    if (mine !== epoch) return;
    if (!seen.ok) {
      // It answers and only wants to be asked less often: nothing is wrong with the connection.
      if (seen.failure.code === 'RATE_LIMITED' && state.value().state === 'connected') timer.after(pollMs);
      else becomeFailed(seen.failure);
      return;
    }
    if (seen.value === null) {
      timer.after(pollMs);
      return;
    }
    deps.onIdentity(seen.value);
    become('connected');
  }

  async function look(mine: number): Promise<void> {
    settle(mine, await probe.look(state.value().state === 'connected'));
  }

  return {
    connection: state.value,
    client,
    files,
    holdWay() {
      holds += 1;
      return once(() => {
        holds -= 1;
      });
    },
    async connect() {
      epoch += 1;
      const mine = epoch;
      become('connecting');
      settle(mine, await probe.enter());
    },
    async disconnect() {
      const wasConnected = state.value().state === 'connected';
      epoch += 1;
      const mine = epoch;
      become('disconnected');
      if (wasConnected) await probe.leave();
      if (mine === epoch) close();
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
      close();
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
