import { describe, expect, test } from 'vitest';
import {
  createWebSocketBridge,
  reconnectDelayMs,
  type SocketLike,
} from '../../../../../renderer/lib/bridge/web-socket-bridge.ts';

interface FakeSocket extends SocketLike {
  sent: { id: number; call: string; input: unknown }[];
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const timers: { run(): void; delayMs: number }[] = [];
  const bridge = createWebSocketBridge({
    openSocket: () => {
      const socket: FakeSocket = {
        sent: [],
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: () => socket.onclose?.(),
        onopen: null,
        onclose: null,
        onmessage: null,
      };
      sockets.push(socket);
      return socket;
    },
    takeFile: () => Promise.reject(new Error('not here')),
    downloadUrl: () => null,
    now: () => 1_000,
    later: (run, delayMs) => {
      timers.push({ run, delayMs });
      return () => {};
    },
  });
  const newest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  return { bridge, sockets, timers, newest };
}

const answer = (socket: FakeSocket, id: number, value: unknown) =>
  socket.onmessage?.({ data: JSON.stringify({ id, result: { ok: true, value } }) });

describe('the bridge over a WebSocket', () => {
  test('a call made before the connection stands is sent once it does', async () => {
    const { bridge, newest } = setUp();
    const call = bridge.call('gateways.list', null);
    expect(newest().sent).toEqual([]);
    newest().onopen?.();
    expect(newest().sent).toEqual([{ id: 1, call: 'gateways.list', input: null }]);
    answer(newest(), 1, []);
    expect(await call).toEqual({ ok: true, value: [] });
  });

  test('answers find their call, whatever their order', async () => {
    const { bridge, newest } = setUp();
    newest().onopen?.();
    const first = bridge.call('settings.get', null);
    const second = bridge.call('gateways.list', null);
    answer(newest(), 2, ['second']);
    answer(newest(), 1, 'first');
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: 'first' },
      { ok: true, value: ['second'] },
    ]);
  });

  test('when the connection breaks, open calls end as BRIDGE_CLOSED and later ones at once', async () => {
    const { bridge, newest, sockets } = setUp();
    newest().onopen?.();
    const open = bridge.call('gateways.list', null);
    newest().onclose?.();
    expect(await open).toMatchObject({ ok: false, failure: { code: 'BRIDGE_CLOSED' } });
    expect(await bridge.call('gateways.list', null)).toMatchObject({ failure: { code: 'BRIDGE_CLOSED' } });
    expect(sockets).toHaveLength(1);
    expect(bridge.link()).toEqual({ state: 'lost', since: 1_000, nextTryAt: 1_500 });
  });

  test('a call that waited for a first connection which never came ends too', async () => {
    const { bridge, newest, timers } = setUp();
    const waiting = bridge.call('gateways.list', null);
    newest().onclose?.();
    expect(await waiting).toMatchObject({ failure: { code: 'BRIDGE_CLOSED' } });
    timers[0]?.run();
    newest().onopen?.();
    expect(newest().sent).toEqual([]);
  });

  test('tries again with growing delays, and from the start after it worked', () => {
    expect([1, 2, 3, 4, 5, 9].map(reconnectDelayMs)).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    const { newest, timers } = setUp();
    newest().onclose?.();
    timers.at(-1)?.run();
    newest().onclose?.();
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([500, 1_000]);
    timers.at(-1)?.run();
    newest().onopen?.();
    newest().onclose?.();
    expect(timers.at(-1)?.delayMs).toBe(500);
  });

  test('the time since when it is lost stays over failed tries', () => {
    const { bridge, newest, timers } = setUp();
    newest().onclose?.();
    timers[0]?.run();
    expect(bridge.link()).toEqual({ state: 'lost', since: 1_000, nextTryAt: null });
    newest().onclose?.();
    expect(bridge.link()).toMatchObject({ state: 'lost', since: 1_000, nextTryAt: 2_000 });
  });

  test('subscriptions survive a reconnect and end when told so', () => {
    const { bridge, newest, timers } = setUp();
    const heard: unknown[] = [];
    const end = bridge.subscribe('gateways.removed', (payload) => heard.push(payload));
    newest().onopen?.();
    newest().onclose?.();
    timers[0]?.run();
    newest().onopen?.();
    const event = { data: JSON.stringify({ event: 'gateways.removed', payload: { id: 'x' } }) };
    newest().onmessage?.(event);
    end();
    newest().onmessage?.(event);
    expect(heard).toEqual([{ id: 'x' }]);
  });

  test('an old socket that closes late does not disturb the new one', () => {
    const { bridge, newest, sockets, timers } = setUp();
    newest().onclose?.();
    timers[0]?.run();
    newest().onopen?.();
    sockets[0]?.onclose?.();
    expect(bridge.link()).toEqual({ state: 'open' });
  });

  test('retryNow does not wait for the timer, and not twice', () => {
    const { bridge, newest, sockets } = setUp();
    newest().onclose?.();
    bridge.retryNow();
    bridge.retryNow();
    expect(sockets).toHaveLength(2);
  });
});
