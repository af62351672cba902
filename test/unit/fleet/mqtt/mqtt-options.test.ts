import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { agentEndpoint, listenersOf } from '../../../../electron/fleet/mqtt/mqtt-options.ts';

const mqtt = { port: 1883, tlsPort: 8883, plain: false, external: null, callbackSecret: null };
const tls = { key: 'key', cert: 'cert' };
const loopback = { host: '127.0.0.1', tls: undefined, publicUrl: null, mqtt };
const open = { host: '0.0.0.0', tls, publicUrl: null, mqtt };

test('what is open to a network is TLS; plain stays on this machine unless it was asked for', () => {
  expect(listenersOf(loopback)).toEqual([{ host: '127.0.0.1', port: 1883 }]);
  expect(listenersOf(open)).toEqual([
    { host: '127.0.0.1', port: 1883 },
    { host: '0.0.0.0', port: 8883, tls },
  ]);
  expect(listenersOf({ ...open, mqtt: { ...mqtt, plain: true } })[0]).toEqual({
    host: '0.0.0.0',
    port: 1883,
  });
});

test('agents are told the port that is open to them, and the certificate that only we know', () => {
  expect(agentEndpoint(loopback, ['mqtt://127.0.0.1:40000'])).toEqual({
    ...{ protocol: 'mqtt', host: '127.0.0.1', port: 40_000 },
    ...{ useTls: false, verifyCertificate: false },
  });
  const urls = ['mqtt://127.0.0.1:1883', 'mqtts://127.0.0.1:8883'];
  const secured = { protocol: 'mqtts', port: 8883, useTls: true, verifyCertificate: true };
  expect(agentEndpoint(open, urls)).toEqual({ ...secured, host: hostname(), caCert: 'cert' });
  const named = { ...open, publicUrl: 'https://fleet.example.com/base', tls: { ...tls, hsts: true } };
  expect(agentEndpoint(named, urls)).toEqual({ ...secured, host: 'fleet.example.com' });
});

test('with an external broker it is that one’s address', () => {
  const external = { broker: 'mqtts://broker.example.com', username: 'u', password: 'p' };
  const served = { ...open, publicUrl: 'https://fleet.example.com', mqtt: { ...mqtt, external } };
  expect(agentEndpoint(served, [external.broker])).toEqual({
    ...{ protocol: 'mqtts', host: 'broker.example.com', port: 8883 },
    ...{ useTls: true, verifyCertificate: true },
  });
});
