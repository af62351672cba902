import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startTcpCutter } from '../../fakes/tcp-cutter.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

const add = (bench: WorkbenchBench, address: string, password: string) =>
  bench.ask('gateways.add', { label: '', address, username: 'admin', password, rememberPassword: false });

describe('adding a gateway', () => {
  test('an address without a scheme finds http where there is no TLS', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const { host } = new URL(gateway.address);
    const added = await add(bench, host, gateway.password);
    expect(added).toMatchObject({ address: gateway.address, connection: { state: 'connected' } });
    const again = await bench.bridge.call('gateways.add', {
      label: '',
      address: gateway.address,
      username: 'x',
      password: 'y',
      rememberPassword: false,
    });
    expect(again).toMatchObject({ ok: false, failure: { code: 'GATEWAY_DUPLICATE' } });
  });

  test('a wrong password keeps the entry, asks for another and takes it', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, 'wrong');
    expect(added.connection).toMatchObject({ state: 'login-needed', failure: { code: 'LOGIN_REFUSED' } });
    const job = await bench.bridge.call('maintenance.backup', { gatewayId: added.id });
    expect(job).toMatchObject({ ok: false, failure: { code: 'LOGIN_NEEDED' } });
    const connected = await bench.ask('gateways.connect', { id: added.id, password: gateway.password });
    expect(connected.connection).toMatchObject({ state: 'connected', failure: null });
  });

  test('a port on which nothing listens is told as such and not kept without a scheme', async () => {
    const bench = await startWorkbenchBench();
    const server = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    server.close();
    await once(server, 'close');
    const result = await bench.bridge.call('gateways.add', {
      label: '',
      address: `127.0.0.1:${port}`,
      username: 'admin',
      password: 'x',
      rememberPassword: false,
    });
    expect(result).toMatchObject({ ok: false, failure: { code: 'GATEWAY_UNREACHABLE' } });
    expect(!result.ok && result.failure.message).toContain('nothing listens on that port');
    expect(await bench.ask('gateways.list', null)).toEqual([]);
  });

  test('something that is not a gateway is not sent a second login', async () => {
    const { createServer: createHttp } = await import('node:http');
    const asked: string[] = [];
    const server = createHttp((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader('content-type', 'text/html').end('<h1>A printer</h1>');
    }).listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    const bench = await startWorkbenchBench();
    const added = await add(
      bench,
      `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
      'x',
    );
    expect(added.connection).toMatchObject({
      state: 'disconnected',
      failure: { code: 'GATEWAY_NOT_A_GATEWAY' },
    });
    expect(asked).toEqual(['GET /system/capabilities']);
    server.closeAllConnections();
    server.close();
  });
});

describe('while connected', () => {
  test('a pulled cable is unreachable with the time of the next try, and heals by itself', async () => {
    const gateway = await startRealGateway();
    const cable = await startTcpCutter({ host: '127.0.0.1', port: Number(new URL(gateway.address).port) });
    const bench = await startWorkbenchBench();
    const added = await add(bench, `http://127.0.0.1:${cable.port}`, gateway.password);
    expect(added.connection.state).toBe('connected');
    cable.pull();
    const gone = await bench.gatewayWhen(added.id, ({ connection }) => connection.state === 'unreachable');
    expect(gone.connection.failure?.code).toBe('GATEWAY_UNREACHABLE');
    expect(gone.connection.nextTryAt).toBeGreaterThan(gone.connection.since - 1);
    expect(gone.connection.lastSeenAt).not.toBeNull();
    expect(gone.identity?.name).toBe('boiler-room');
    cable.plug();
    await bench.gatewayWhen(added.id, ({ connection }) => connection.state === 'connected');
  });

  test('a session that the gateway ended is made again without anybody noticing', async () => {
    const gateway = await startRealGateway();
    const bench = await startWorkbenchBench();
    const added = await add(bench, gateway.address, gateway.password);
    // Another start with the state put back: every session is gone, the account is the same.
    await gateway.stop();
    await rm(join(gateway.dataFolder, 'state'), { recursive: true });
    await gateway.start();
    const job = await bench.jobEnd((await bench.ask('maintenance.backup', { gatewayId: added.id })).id);
    expect(job).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('over TLS', () => {
  test('a self-signed certificate waits for a comparison; a change is shown as a change', async () => {
    const gateway = await startRealGateway({ args: ['--tls'] });
    expect(gateway.address).toMatch(/^https:/);
    const bench = await startWorkbenchBench();
    const added = await add(bench, new URL(gateway.address).host, gateway.password);
    expect(added.address).toBe(gateway.address);
    expect(added.connection).toMatchObject({
      state: 'certificate-untrusted',
      failure: { code: 'CERTIFICATE_NEW' },
    });
    const shown = added.connection.certificate;
    expect(shown?.presented).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(shown?.pinned).toBeNull();

    const wrong = await bench.bridge.call('gateways.trustCertificate', {
      id: added.id,
      fingerprint: 'AB:CD',
    });
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'CERTIFICATE_CHANGED' } });
    const trusted = await bench.ask('gateways.trustCertificate', {
      id: added.id,
      fingerprint: shown?.presented ?? '',
    });
    expect(trusted.connection.state).toBe('connected');

    await gateway.stop();
    await rm(join(gateway.dataFolder, 'tls'), { recursive: true });
    await gateway.start();
    const changed = await bench.ask('gateways.connect', { id: added.id });
    expect(changed.connection).toMatchObject({
      state: 'certificate-untrusted',
      failure: { code: 'CERTIFICATE_CHANGED' },
      certificate: { pinned: shown?.presented },
    });
    expect(changed.connection.certificate?.presented).not.toBe(shown?.presented);
  });
});
