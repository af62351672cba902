import { describe, expect, test } from 'vitest';
import { createLogger } from '#platform/logging/logger.ts';
import { ok } from '#shared/result.ts';
import { createEventBus } from '../../../../electron/workbench/bridge/event-bus.ts';
import { type BridgeHandlers, createBridgeHost } from '../../../../electron/workbench/bridge/host.ts';
import { createInMemoryBridge } from '../../../../electron/workbench/bridge/in-memory.ts';

const trusted = { description: 'test', isTrusted: () => true };
const settings = { theme: 'dark', startSiteAtLaunch: false, notifyWhenDone: true, backupBeforeUpgrade: true };

function createHost(handlers: Partial<BridgeHandlers>) {
  const lines: string[] = [];
  const log = createLogger({ name: 'test', level: 'debug' }, { write: (line) => void lines.push(line) });
  const bus = createEventBus(log);
  const host = createBridgeHost({ handlers: handlers as BridgeHandlers, bus, log });
  return { host, bus, lines };
}

describe('the bridge host', () => {
  test('does not even parse what a stranger sends', async () => {
    let called = false;
    const { host } = createHost({
      'settings.get': async () => {
        called = true;
        return ok(settings as never);
      },
    });
    const stranger = { description: 'https://evil.example', isTrusted: () => false };
    const answer = await host.handle({ id: 1, call: 'settings.get', input: null }, stranger);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'BRIDGE_SENDER_REFUSED' } });
    expect(called).toBe(false);
  });

  test.each([
    [undefined, 'BRIDGE_BAD_INPUT'],
    [{ id: 1 }, 'BRIDGE_BAD_INPUT'],
    [{ id: 1, call: 'toString', input: null }, 'BRIDGE_UNKNOWN_CALL'],
    [{ id: 1, call: '__proto__', input: null }, 'BRIDGE_UNKNOWN_CALL'],
    [{ id: 1, call: 'settings.update', input: { theme: 'pink' } }, 'BRIDGE_BAD_INPUT'],
    [{ id: 1, call: 'settings.update', input: { unknown: true } }, 'BRIDGE_BAD_INPUT'],
  ])('answers %j with a failure', async (request, code) => {
    const { host } = createHost({});
    expect(await host.handle(request, trusted)).toMatchObject({ ok: false, failure: { code } });
  });

  test('keeps an exception to itself and its log', async () => {
    const { host, lines } = createHost({
      'settings.get': async () => {
        throw new Error('/home/somebody/secret path');
      },
    });
    const answer = await host.handle({ id: 1, call: 'settings.get', input: null }, trusted);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'WORKBENCH_INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(lines.join()).toContain('secret path');
  });

  test('a change of one setting carries that one alone', async () => {
    let change: unknown;
    const { host } = createHost({
      'settings.update': async (input) => {
        change = input;
        return ok(settings as never);
      },
    });
    await host.handle({ id: 1, call: 'settings.update', input: { theme: 'dark' } }, trusted);
    expect(change).toEqual({ theme: 'dark' });
  });

  test('lets out of answers and events only what the contract names', async () => {
    const { host, bus } = createHost({
      'files.pick': async () => ok({ token: 't', name: 'n', bytes: 1, path: '/secret' } as never),
    });
    const bridge = createInMemoryBridge(host);
    const answer = await bridge.call('files.pick', { title: 'x' });
    expect(answer).toEqual({ ok: true, value: { token: 't', name: 'n', bytes: 1 } });
    const seen: unknown[] = [];
    bridge.subscribe('gateways.removed', (payload) => void seen.push(payload));
    const id = crypto.randomUUID();
    bus.emit('gateways.removed', { id, path: '/secret' } as never);
    expect(seen).toEqual([{ id }]);
  });

  test('one failing listener does not keep an event from the others', async () => {
    const { host, bus } = createHost({});
    const seen: unknown[] = [];
    host.subscribe(() => {
      throw new Error('closed');
    });
    const end = host.subscribe((event) => void seen.push(event.event));
    const id = crypto.randomUUID();
    bus.emit('gateways.removed', { id });
    end();
    bus.emit('gateways.removed', { id });
    expect(seen).toEqual(['gateways.removed']);
  });
});
