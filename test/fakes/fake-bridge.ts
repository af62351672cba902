import {
  bridgeCalls,
  bridgeEvents,
  type CallInput,
  type CallName,
  type CallOutput,
  type EventName,
  type EventPayload,
} from '#shared/bridge/contract.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { HostBridge, Link } from '../../renderer/lib/bridge/host-bridge.ts';
import { fakeHandlers } from './fake-bridge-handlers.ts';
import type { FakeState } from './fake-bridge-state.ts';
import type { FakeHandlers } from './fake-handlers.ts';

export interface FakeBridgeOptions {
  state: FakeState;
  /** Calls that fail, and how. */
  failing?: Partial<Record<CallName, Failure>>;
  /** Calls that never answer. */
  silent?: readonly CallName[];
  link?: Link;
  /** How far taking a file gets before it stands still, 0…1; 1: it arrives. */
  takeFileStopsAt?: number;
}

export type FakeBridge = HostBridge & {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  setLink(link: Link): void;
  /** Every call so far, oldest first. */
  readonly calls: readonly { name: CallName; input: unknown }[];
  readonly state: FakeState;
};

/**
 * A host in memory, derived from the bridge contract: what goes in and what comes out is held against its schemas,
 * so that a fixture which the real host could never send does not pass.
 */
export function createFakeBridge(options: FakeBridgeOptions): FakeBridge {
  const { state } = options;
  const calls: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const linkListeners = new Set<() => void>();
  let link: Link = options.link ?? { state: 'open' };

  const emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    const checked = bridgeEvents[name].parse(payload);
    for (const listener of [...(listeners.get(name) ?? [])]) listener(checked as never);
  };

  const handlers: FakeHandlers = fakeHandlers(state, emit);

  const answer = async <N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> => {
    const parsed = bridgeCalls[name].input.safeParse(input);
    if (!parsed.success) return fail(failure('BRIDGE_BAD_INPUT', { what: parsed.error.message }));
    const handle = handlers[name] as (value: unknown) => Result<unknown>;
    const result = handle(parsed.data);
    return result.ok ? ok(bridgeCalls[name].output.parse(result.value) as CallOutput<N>) : result;
  };

  return {
    async call(name, input) {
      calls.push({ name, input });
      if (link.state === 'lost') return fail(failure('BRIDGE_CLOSED'));
      if (options.silent?.includes(name)) return new Promise(() => {});
      const failing = options.failing?.[name];
      if (failing) return fail(failing);
      return answer(name, input);
    },
    subscribe(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own);
      own.add(listener as (payload: never) => void);
      return () => own.delete(listener as (payload: never) => void);
    },
    link: () => link,
    onLink(listener) {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    retryNow() {},
    async takeFile(file, take) {
      const stopsAt = options.takeFileStopsAt ?? 1;
      take?.onProgress?.(stopsAt);
      if (stopsAt < 1) return new Promise(() => {});
      return ok({ token: `token-${file.name}`, name: file.name, bytes: file.size });
    },
    downloadUrl: (token) => (state.info.surface === 'browser' ? `/files/${token}` : null),
    emit,
    setLink(next) {
      link = next;
      for (const listener of [...linkListeners]) listener();
    },
    calls,
    state,
  };
}
