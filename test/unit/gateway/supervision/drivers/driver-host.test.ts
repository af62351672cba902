import { expect, test } from 'vitest';
import type { DriverContext } from '../../../../../electron/gateway/supervision/drivers/driver.ts';
import { createDriverHost } from '../../../../../electron/gateway/supervision/drivers/driver-host.ts';
import type { DriverMessage } from '../../../../../electron/gateway/supervision/drivers/driver-protocol.ts';
import { done, refused } from '../../../../../electron/gateway/supervision/drivers/outcome.ts';
import { addressOf, instanceOf } from '../../../../fakes/drivers-bench.ts';
import { eventually } from '../../../../fakes/eventually.ts';

/** A host whose driver does nothing but remember its context and answer writes. */
function hostWith(fails: string | null = null) {
  const sent: DriverMessage[] = [];
  const given: { context: DriverContext | null; stopped: boolean } = { context: null, stopped: false };
  const host = createDriverHost({
    send: (message) => sent.push(message),
    load: async (name) =>
      name === 'nobody'
        ? null
        : (context) => {
            if (fails !== null) return refused(fails);
            given.context = context;
            return done({
              start: () => undefined,
              write: async ({ id }, value) => done({ id, value, at: 7, quality: 'good' }),
              stop: async () => {
                given.stopped = true;
              },
            });
          },
    nowMs: () => 1,
    residentBytes: () => 42,
  });
  const configure = (driver = 'simulator') =>
    host.receive({
      type: 'configure',
      instance: instanceOf('s', driver),
      addresses: [addressOf('s', 'hold', { id: 'a' })],
    });
  const without = (type: string) => sent.filter((message) => message.type !== type);
  return { host, sent, given, configure, told: () => without('log') };
}

test('answers a ping, whatever it is doing, and ignores what it does not understand', () => {
  const { host, sent } = hostWith();
  expect(host.receive({ type: 'ping' })).toBeNull();
  expect(host.receive('nonsense')).toBeNull();
  expect(host.receive({ type: 'stop' })).toBe('stop');
  expect(sent).toEqual([{ type: 'pong', rssBytes: 42 }]);
});

test('each state is told once, after the readings of before it', async () => {
  const { given, configure, told } = hostWith();
  configure();
  await eventually(() => given.context).not.toBeNull();
  given.context?.running();
  given.context?.running();
  given.context?.read({ id: 'a', value: 1, at: 1, quality: 'good' });
  given.context?.fault('away');
  given.context?.fault('away');
  given.context?.running();
  expect(told().map(({ type }) => type)).toEqual(['running', 'readings', 'fault', 'running']);
});

test('what was read is sent before the end', async () => {
  const { host, given, configure, told } = hostWith();
  configure();
  await eventually(() => given.context).not.toBeNull();
  given.context?.read({ id: 'a', value: 1, at: 1, quality: 'good' });
  await host.stop();
  expect(given.stopped).toBe(true);
  expect(told().at(-1)).toMatchObject({ type: 'readings', readings: [{ id: 'a', value: 1 }] });
});

test('a write that comes early waits for the driver; one for a foreign address is refused', async () => {
  const { host, configure, told } = hostWith();
  configure();
  host.receive({ type: 'write', request: 1, address: 'a', value: 5 });
  host.receive({ type: 'write', request: 2, address: 'z', value: 5 });
  await eventually(() => told().length).toBe(2);
  expect(told()).toContainEqual({
    type: 'written',
    request: 1,
    reading: { id: 'a', value: 5, at: 7, quality: 'good' },
    failure: null,
  });
  expect(told()).toContainEqual(expect.objectContaining({ request: 2, reading: null }));
});

test('settings that do not fit, or a driver that is not there, are a fault and bad readings', async () => {
  const { host, configure, told } = hostWith('intervalMs: too small');
  configure();
  await host.stop();
  expect(told()).toEqual([
    {
      type: 'readings',
      readings: [{ id: 'a', value: null, at: 1, quality: 'bad', reason: 'intervalMs: too small' }],
    },
    { type: 'fault', reason: 'intervalMs: too small' },
  ]);
  const nobody = hostWith();
  nobody.configure('nobody');
  await nobody.host.stop();
  expect(nobody.told()).toEqual([{ type: 'fault', reason: 'there is no driver "nobody"' }]);
});

/** Told the other way round, the old value looked newer than the written one, and a route both ways carried it back. */
test('what was read before a write is told before the write is answered', async () => {
  const { host, given, configure, told } = hostWith();
  configure();
  await eventually(() => given.context).not.toBeNull();
  given.context?.read({ id: 'a', value: 0, at: 1, quality: 'good' });
  host.receive({ type: 'write', request: 1, address: 'a', value: 5 });
  await eventually(() => told().map(({ type }) => type)).toEqual(['readings', 'written']);
});
