import { describe, expect, test } from 'vitest';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { GatewayHttp } from '../../../../electron/workbench/sessions/gateway-http.ts';
import { probeByWays } from '../../../../electron/workbench/sessions/probe-ways.ts';
import type { Probe, SeenIdentity } from '../../../../electron/workbench/sessions/probed-session.ts';
import { createWays } from '../../../../electron/workbench/sessions/ways.ts';

const seen: SeenIdentity = { capabilities: null, administrator: true };
const silence = failure('GATEWAY_UNREACHABLE', {
  gateway: 'box',
  address: 'http://box',
  why: 'no answer in time',
});
const noCable = failure('LINK_NO_ANSWER', { line: '/dev/ttyUSB0' });
const refused = failure('LOGIN_REFUSED', { gateway: 'box' });

function httpNamed(name: string): GatewayHttp & { closed: boolean } {
  const http = {
    closed: false,
    request: async () => ({ status: 200, headers: {}, text: name, stream: null }),
    close() {
      http.closed = true;
    },
  };
  return http;
}
const both = (prefers: 'automatic' | 'lan' | 'serial' = 'automatic') =>
  createWays({ lan: httpNamed('lan'), serial: httpNamed('serial'), prefers });

describe('the ways to a gateway', () => {
  test.each([
    ['automatic', ['lan', 'serial']],
    ['lan', ['lan']],
    ['serial', ['serial']],
  ] as const)('preferring %s, %j are tried', async (prefers, order) => {
    const ways = both(prefers);
    expect(ways.order()).toEqual(order);
    expect(ways.current()).toBe(order[0]);
    expect((await ways.http.request({ method: 'GET', path: '/' })).text).toBe(order[0]);
  });

  test('a preference for what is not there is none', () => {
    const ways = createWays({ lan: null, serial: httpNamed('serial'), prefers: 'lan' });
    expect(ways.order()).toEqual(['serial']);
  });

  test('closing closes both', () => {
    const [lan, serial] = [httpNamed('lan'), httpNamed('serial')];
    createWays({ lan, serial, prefers: 'automatic' }).http.close();
    expect([lan.closed, serial.closed]).toEqual([true, true]);
  });
});

describe('a look by the ways', () => {
  function probing(answers: Partial<Record<'lan' | 'serial', 'in' | typeof silence>>) {
    const ways = both();
    const state = { held: false, busy: false, looks: [] as string[] };
    const answer = (what: string) => {
      const way = ways.current();
      state.looks.push(`${what} ${way}`);
      const said = answers[way] ?? 'in';
      return said === 'in' ? ok(seen) : fail(said);
    };
    const inner: Probe = {
      enter: async () => answer('enter'),
      look: async () => answer('look'),
      leave: async () => {},
    };
    const probe = probeByWays(inner, ways, {
      gateway: () => 'box',
      isHeld: () => state.held,
      isBusy: () => state.busy,
    });
    return { ways, probe, state };
  }

  test('the LAN first; the cable when it is silent', async () => {
    const { ways, probe, state } = probing({ lan: silence });
    expect(await probe.enter()).toEqual(ok(seen));
    expect(state.looks).toEqual(['enter lan', 'enter serial']);
    expect(ways.current()).toBe('serial');
  });

  test('a refused login is an answer: the cable is not asked, or the account would be locked twice as soon', async () => {
    const { probe, state } = probing({ lan: refused });
    expect(await probe.enter()).toEqual(fail(refused));
    expect(state.looks).toEqual(['enter lan']);
  });

  test('both silent: both reasons are told', async () => {
    const { probe } = probing({ lan: silence, serial: noCable });
    const entered = await probe.enter();
    expect(entered.ok ? null : entered.failure.message).toContain(
      'LAN: no answer in time; serial cable: No gateway',
    );
  });

  test('a connection whose LAN falls silent goes over to the cable, and back to nothing when that is silent, too', async () => {
    const over = probing({ lan: silence });
    expect(await over.probe.look(true)).toEqual(ok(seen));
    expect(over.ways.current()).toBe('serial');
    const neither = probing({ lan: silence, serial: noCable });
    expect(await neither.probe.look(true)).toEqual(fail(silence));
    expect(neither.ways.current()).toBe('lan');
  });

  test('under a job the way stays, and while a file fills it nothing is asked', async () => {
    const { ways, probe, state } = probing({ lan: silence });
    state.held = true;
    expect(await probe.look(true)).toEqual(fail(silence));
    expect(ways.current()).toBe('lan');
    state.busy = true;
    state.looks.length = 0;
    expect(await probe.look(true)).toEqual(ok(null));
    expect(state.looks).toEqual([]);
  });
});
