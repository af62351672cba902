import type { BridgeRequest, ServerMessage } from '#shared/bridge/messages.ts';
import { fail, type Result } from '#shared/result.ts';
import type { HostBridge, Link } from './host-bridge.ts';
import { localFailure } from './local-failure.ts';
import { createPendingCalls } from './pending-calls.ts';

/** The part of a WebSocket that is used; the browser's own satisfies it. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface WebSocketBridgeDeps {
  openSocket(): SocketLike;
  takeFile: HostBridge['takeFile'];
  downloadUrl: HostBridge['downloadUrl'];
  now?: () => number;
  /** Returns the function that calls the timer off. */
  later?: (run: () => void, delayMs: number) => () => void;
}

const firstDelayMs = 500;
const maxDelayMs = 5_000;

/** Delay before try number `failures + 1`: 0.5, 1, 2, 4, then every 5 s. */
export const reconnectDelayMs = (failures: number): number =>
  Math.min(maxDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1));

const setLater = (run: () => void, delayMs: number): (() => void) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/**
 * The bridge over a WebSocket. While the first connection is being made calls wait for it; when a connection
 * breaks, open calls end as BRIDGE_CLOSED and new ones do so at once until it is back. Subscriptions survive.
 */
export function createWebSocketBridge(deps: WebSocketBridgeDeps): HostBridge & { close(): void } {
  const now = deps.now ?? Date.now;
  const later = deps.later ?? setLater;
  const pending = createPendingCalls();
  const linkListeners = new Set<() => void>();
  const eventListeners = new Map<string, Set<(payload: never) => void>>();
  const unsent: string[] = [];
  let socket: SocketLike | null = null;
  let link: Link = { state: 'connecting' };
  let failures = 0;
  let cancelTimer = () => {};
  let closed = false;

  const setLink = (next: Link): void => {
    link = next;
    for (const listener of [...linkListeners]) listener();
  };

  const receive = (data: unknown): void => {
    if (typeof data !== 'string') return;
    const message = JSON.parse(data) as ServerMessage;
    if ('id' in message) {
      pending.settle(message.id, message.result as Result<unknown>);
      return;
    }
    for (const listener of [...(eventListeners.get(message.event) ?? [])]) listener(message.payload as never);
  };

  const dropped = (): void => {
    socket = null;
    if (closed) return;
    failures += 1;
    unsent.length = 0;
    pending.failAll(localFailure('BRIDGE_CLOSED'));
    const delayMs = reconnectDelayMs(failures);
    const since = link.state === 'lost' ? link.since : now();
    cancelTimer = later(connect, delayMs);
    setLink({ state: 'lost', since, nextTryAt: now() + delayMs });
  };

  function connect(): void {
    cancelTimer();
    if (link.state === 'lost') setLink({ ...link, nextTryAt: null });
    const opening = deps.openSocket();
    socket = opening;
    opening.onopen = () => {
      failures = 0;
      for (const frame of unsent.splice(0)) opening.send(frame);
      setLink({ state: 'open' });
    };
    opening.onmessage = (event) => receive(event.data);
    opening.onclose = () => {
      if (socket === opening) dropped();
    };
  }

  connect();

  return {
    call: async (name, input) => {
      if (link.state === 'lost' || closed) return fail(localFailure('BRIDGE_CLOSED'));
      const { id, answer } = pending.add();
      const request: BridgeRequest = { id, call: name, input };
      const frame = JSON.stringify(request);
      if (link.state === 'open' && socket) socket.send(frame);
      else unsent.push(frame);
      // The host validated the value against the contract before it sent it.
      return (await answer) as never;
    },
    subscribe: (name, listener) => {
      const listeners = eventListeners.get(name) ?? new Set();
      eventListeners.set(name, listeners);
      listeners.add(listener as (payload: never) => void);
      return () => listeners.delete(listener as (payload: never) => void);
    },
    link: () => link,
    onLink: (listener) => {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    retryNow: () => {
      if (link.state === 'lost' && link.nextTryAt !== null) connect();
    },
    takeFile: deps.takeFile,
    downloadUrl: deps.downloadUrl,
    close: () => {
      closed = true;
      cancelTimer();
      socket?.close();
      pending.failAll(localFailure('BRIDGE_CLOSED'));
    },
  };
}
