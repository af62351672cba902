import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resourcesSchema } from '#shared/gateway-api/management-api.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { temporaryFolder } from '../../fakes/temporary-folder.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** Our own gateway, with and without extensions, through the calls of the screens. */

const add = (bench: WorkbenchBench, address: string, password: string) =>
  bench.ask('gateways.add', { label: '', address, username: 'admin', password, rememberPassword: false });

async function connected(args: readonly string[] = []) {
  const gateway = await startRealGateway({ args });
  const bench = await startWorkbenchBench();
  const added = await add(bench, gateway.address, gateway.password);
  const { id: gatewayId } = added;
  const peers = (module: string, method: string, input = {}) =>
    bench.ask('gateway.peers', { gatewayId, module, method, args: input });
  return { gateway, bench, added, gatewayId, peers };
}

describe('the management API of our gateway', () => {
  test('is found at the first login, used with the session, and says what the account may', async () => {
    const { bench, added, gatewayId } = await connected();
    expect(added).toMatchObject({
      offers: { system: true, management: true },
      management: { address: null, auth: 'session', may: 'write', failure: null },
    });
    const query = { processes: 'true', limit: '5' };
    const resources = await bench.ask('gateway.call', { gatewayId, call: 'resources', query });
    expect(resourcesSchema.parse(resources).processes?.length).toBeGreaterThan(0);
    const refused = await bench.bridge.call('gateway.call', {
      ...{ gatewayId, call: 'processKill', body: { action: 'kill', pid: 1, signal: 'SIGTERM' } },
    });
    expect(refused.ok).toBe(false);
    const bad = await bench.bridge.call('gateway.call', { gatewayId, call: 'logs', query: { lines: '0' } });
    expect(bad).toMatchObject({ ok: false, failure: { code: 'BRIDGE_BAD_INPUT' } });
    // A refusal is no reason to log in again or to doubt the connection.
    const [still] = await bench.ask('gateways.list', null);
    expect(still).toMatchObject({ connection: { state: 'connected' }, management: { failure: null } });
  });

  test('of a plain gateway is found as well', async () => {
    const { bench, added, gatewayId } = await connected(['--plain']);
    expect(added).toMatchObject({
      identity: null,
      offers: { system: true, management: true },
      management: { auth: 'session', failure: null },
    });
    const logs = await bench.ask('gateway.call', { gatewayId, call: 'logs', query: { type: 'all' } });
    expect(logs).toMatchObject({ processes: expect.any(Array) });
    const inspected = await bench.bridge.call('gateway.inspect', { gatewayId, snapshot: 'x.zip' });
    expect(inspected).toMatchObject({ ok: false, failure: { code: 'NOT_OFFERED' } });
  });

  test('alone, with a key: read keys and write keys are told apart, a revoked one asks for another', async () => {
    const { gateway, bench, gatewayId } = await connected();
    const make = async (system: 'read' | 'write') =>
      (await bench.ask('gateway.call', {
        ...{ gatewayId, call: 'apiKeyCreate', body: { name: system, permissions: { system } } },
      })) as { apiKey: string; id: string };
    const read = await make('read');
    const write = await make('write');
    const other = await startWorkbenchBench();
    const login = { label: '', username: '', password: '', rememberPassword: false, system: false };
    const management = { address: null, key: read.apiKey, rememberKey: false };
    const reader = await other.ask('gateways.add', { ...login, address: gateway.address, management });
    expect(reader).toMatchObject({
      connection: { state: 'connected' },
      management: { auth: 'key', may: 'read' },
      identity: { name: 'boiler-room', administrator: null },
    });
    const weak = await other.bridge.call('gateway.call', { gatewayId: reader.id, call: 'logsFlush' });
    expect(weak).toMatchObject({ ok: false, failure: { code: 'KEY_TOO_WEAK' } });
    const change = { id: reader.id, management: { ...management, key: write.apiKey } };
    expect(await other.ask('gateways.update', change)).toMatchObject({ management: { may: 'write' } });

    await bench.ask('gateway.call', { gatewayId, call: 'apiKeyRevoke', params: { id: write.id } });
    const revoked = await other.bridge.call('gateway.call', { gatewayId: reader.id, call: 'resources' });
    expect(revoked).toMatchObject({ ok: false, failure: { code: 'KEY_REFUSED' } });
    await other.gatewayWhen(reader.id, ({ connection }) => connection.state === 'login-needed');
  });
});

describe('the dispatcher', () => {
  test('adds, reads and deletes, and says in its own words why not', async () => {
    const { bench, gatewayId, peers } = await connected();
    const gateway = { name: 'Waves', enabled: true, driver: 'simulator', settings: {} };
    const id = await peers('gateways', 'insertGateway', { gateway });
    expect(await peers('gateways', 'getGateway', { gateway: id })).toMatchObject({ id, name: 'Waves' });
    await peers('gateways', 'deleteGateway', { gateway: id });
    const input = { gatewayId, module: 'gateways', method: 'getGateway', args: { gateway: id } };
    const gone = await bench.bridge.call('gateway.peers', input);
    expect(gone.ok).toBe(false);
    for (const [module, method, args] of [
      ['gateways', 'constructor', {}],
      ['__proto__', 'toString', {}],
      ['gateways', 'getGateway', {}],
    ] as const) {
      const refused = await bench.bridge.call('gateway.peers', { gatewayId, module, method, args });
      expect(refused).toMatchObject({ ok: false, failure: { code: 'BRIDGE_BAD_INPUT' } });
    }
  });
});

describe('snapshots on the gateway', () => {
  test('are compared, downloaded as a checked backup, and restored by their name', async () => {
    const { gateway, bench, gatewayId, peers } = await connected();
    const taken = (await bench.ask('gateway.call', { gatewayId, call: 'snapshotCreate', body: {} })) as {
      name: string;
      sha256: string;
    };
    const added = { name: 'Waves', enabled: false, driver: 'simulator', settings: {} };
    await peers('gateways', 'insertGateway', { gateway: added });
    const inspected = await bench.ask('gateway.inspect', { gatewayId, snapshot: taken.name });
    const parts = (inspected as { parts: { part: string; same: boolean; removed: string[] }[] }).parts;
    expect(parts.find(({ part }) => part === 'gateways')).toMatchObject({ same: false });

    const input = { gatewayId, snapshot: taken.name };
    const download = await bench.jobEnd((await bench.ask('maintenance.downloadSnapshot', input)).id);
    expect(download).toMatchObject({ outcome: 'succeeded', kind: 'snapshot-download', progress: 1 });
    const [backup] = await bench.ask('backups.list', { gatewayId });
    expect(backup).toMatchObject({ id: download.backupId, sha256: taken.sha256 });
    const { token: fileToken } = await bench.ask('backups.open', { id: backup?.id ?? '' });
    expect(await bench.ask('gateway.inspect', { gatewayId, fileToken })).toMatchObject({ kind: 'backup' });

    const restored = await bench.jobEnd(
      (await bench.ask('maintenance.restoreSnapshot', { ...input, backupFirst: true })).id,
    );
    expect(restored).toMatchObject({
      outcome: 'succeeded',
      file: { name: taken.name, sha256: taken.sha256 },
    });
    expect(restored.summary).toContain('is restored and healthy');
    expect(Object.values((await peers('gateways', 'getGateways')) as object)).not.toContainEqual(
      expect.objectContaining({ name: 'Waves' }),
    );
    expect(gateway.output()).not.toContain('"level":50');

    const missing = { ...input, snapshot: '2020-01-01T00-00-00.zip' };
    const none = await bench.bridge.call('maintenance.restoreSnapshot', { ...missing, backupFirst: false });
    expect(none).toMatchObject({ ok: false, failure: { code: 'NOT_FOUND' } });
    const lost = await bench.jobEnd((await bench.ask('maintenance.downloadSnapshot', missing)).id);
    expect(lost).toMatchObject({ outcome: 'failed' });
    expect(lost.summary).not.toContain('undefined');
  }, 60_000);
});

test('a file to look into that is no archive, both or neither: said, and nothing is kept', async () => {
  const { bench, gatewayId } = await connected();
  const path = join(await temporaryFolder(), 'notes.txt');
  await writeFile(path, 'not an archive');
  const adopted = await bench.workbench.files.adoptPath(path);
  const fileToken = adopted.ok ? adopted.value.token : '';
  expect(await bench.ask('gateway.inspect', { gatewayId, fileToken })).toMatchObject({ kind: 'unknown' });
  expect(await readFile(path, 'utf8')).toBe('not an archive');
  for (const input of [{ gatewayId }, { gatewayId, fileToken, snapshot: 'x.zip' }]) {
    const refused = await bench.bridge.call('gateway.inspect', input);
    expect(refused).toMatchObject({ ok: false, failure: { code: 'BRIDGE_BAD_INPUT' } });
  }
});

test('whoever asks the site to identify itself is told to the screens', async () => {
  const bench = await startWorkbenchBench();
  const { gateway } = await bench.ask('site.start', null);
  const gatewayId = gateway.gatewayId ?? '';
  const identified = new Promise((resolve) => bench.bridge.subscribe('gateways.identified', resolve));
  const asked = await bench.ask('gateway.call', { gatewayId, call: 'identify' });
  expect(asked).toEqual({ err: null, by: 'workbench' });
  expect(await identified).toMatchObject({ id: gatewayId, by: 'admin', at: expect.any(Number) });
});
