import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallInput } from '#shared/bridge/contract.ts';
import type { SecretStore } from '../../../electron/workbench/ports.ts';
import { createSessionSecretStore } from '../../../electron/workbench/secrets/session-secret-store.ts';
import { type ManagementBox, startManagementBox } from '../../fakes/management-box.ts';
import { startPlainBox } from '../../fakes/plain-box.ts';
import { startRealGateway } from '../../fakes/real-gateway.ts';
import { startWorkbenchBench, type WorkbenchBench } from '../../fakes/workbench-bench.ts';

/** Boxes of other makes that offer the management API: alone, or beside the system API at another address. */

const login = { label: 'press', username: '', password: '', rememberPassword: false };
const byKey = (address: string, key: string): CallInput<'gateways.add'> => ({
  ...login,
  address,
  system: false,
  management: { address: null, key, rememberKey: true },
});

async function withKey(bench: WorkbenchBench, box: ManagementBox, may: 'none' | 'read' | 'write' = 'write') {
  box.keys.set('sk-1', may);
  return bench.ask('gateways.add', byKey(box.address, 'sk-1'));
}

describe('a box with nothing but the management API', () => {
  test('is connected by its key, at its prefix, and answers the screens', async () => {
    const box = await startManagementBox({ prefix: '/press/7' });
    const bench = await startWorkbenchBench();
    box.keys.set('sk-1', 'write');
    const gateway = await bench.ask('gateways.add', byKey(`${box.address}/api/v1/`, 'sk-1'));
    expect(gateway).toMatchObject({
      address: box.address,
      username: '',
      offers: { system: false, management: true },
      management: { address: null, auth: 'key', remembersKey: true, may: 'unknown', failure: null },
      connection: { state: 'connected' },
      identity: null,
    });
    const logs = await bench.ask('gateway.call', {
      gatewayId: gateway.id,
      call: 'logs',
      query: { lines: '20', streaming: '1' },
    });
    expect(logs).toEqual({ logs: [], processes: ['web'] });
    expect(box.asked.at(-1)).toBe('GET /api/v1/system/logs?lines=20');
    expect(box.lastHeaders()['x-api-key']).toBe('sk-1');
    expect(box.asked.filter((asked) => asked.includes('/auth/rest'))).toEqual([]);
  });

  test('what it does not offer is refused here, with what that is', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id: gatewayId } = await withKey(bench, box);
    const asked = box.asked.length;
    for (const refused of [
      await bench.bridge.call('maintenance.backup', { gatewayId }),
      await bench.bridge.call('maintenance.update', { gatewayId, backupFirst: true }),
      await bench.bridge.call('gateway.call', { gatewayId, call: 'settings' }),
      await bench.bridge.call('gateway.peers', { gatewayId, module: 'logics', method: 'getIds', args: {} }),
      await bench.bridge.call('gateway.inspect', { gatewayId, snapshot: 'a.zip' }),
    ]) {
      expect(refused).toMatchObject({ ok: false, failure: { code: 'NOT_OFFERED' } });
    }
    const adopted = await bench.workbench.files.adoptPath(import.meta.filename);
    const fileToken = adopted.ok ? adopted.value.token : '';
    const preflight = await bench.ask('maintenance.preflight', { gatewayId, fileToken });
    expect(
      preflight.checks.filter(({ result }) => result === 'blocked').map(({ message }) => message),
    ).toEqual(['press does not offer the system API, which files are sent through.']);
    expect(box.asked).toHaveLength(asked);
  });

  test('an update that was running when the workbench ended is followed by the next one', async () => {
    const box = await startManagementBox({ awayMs: 4_000 });
    box.latest = '1.1.0';
    const bench = await startWorkbenchBench();
    const { id: gatewayId } = await withKey(bench, box);
    const { id } = await bench.ask('maintenance.update', { gatewayId, backupFirst: false });
    await bench.jobWhen(id, ({ phase }) => phase === 'installing' || phase === 'verifying');
    await bench.stop();
    const again = await startWorkbenchBench({ dataFolder: bench.dataFolder, secrets: bench.secrets });
    const job = await again.jobEnd(id);
    expect(job).toMatchObject({ outcome: 'succeeded', to: '1.1.0' });
    expect(job.log.map(({ message }) => message).join()).toContain('tells that it runs 1.1.0');
  }, 60_000);

  test('a revoked key asks for another one, which is taken; no other way in is tried', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id } = await withKey(bench, box);
    box.keys.clear();
    const refused = await bench.bridge.call('gateway.call', { gatewayId: id, call: 'resources' });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'KEY_REFUSED' } });
    const gone = await bench.gatewayWhen(id, ({ connection }) => connection.state === 'login-needed');
    expect(gone.connection.failure?.message).toBe(
      'press refused the API key. It may have been revoked or have expired; enter another one.',
    );
    expect(gone.management.failure?.code).toBe('KEY_REFUSED');

    box.keys.set('sk-2', 'read');
    const management = { address: null, key: 'sk-2', rememberKey: true };
    const back = await bench.ask('gateways.update', { id, management });
    expect(back).toMatchObject({ connection: { state: 'connected' }, management: { failure: null } });
  });

  test('a key that may read nothing is told as too weak', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const gateway = await withKey(bench, box, 'none');
    expect(gateway.connection).toMatchObject({ state: 'login-needed', failure: { code: 'KEY_TOO_WEAK' } });
  });

  test('an invalid licence key is no refused API key', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id: gatewayId } = await withKey(bench, box);
    const body = { email: 'a@example.com', licenseKey: 'XXXX' };
    const validated = await bench.bridge.call('gateway.call', { gatewayId, call: 'licenseValidate', body });
    expect(!validated.ok && validated.failure.message).toContain('Invalid license key');
    const [gateway] = await bench.ask('gateways.list', null);
    expect(gateway).toMatchObject({ connection: { state: 'connected' }, management: { failure: null } });
  });

  test('a box that says wait is left alone until then', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id: gatewayId } = await withKey(bench, box);
    box.limit(1, 30);
    const first = await bench.bridge.call('gateway.call', { gatewayId, call: 'resources' });
    expect(first).toMatchObject({ ok: false });
    const asked = box.asked.length;
    const second = await bench.bridge.call('gateway.call', { gatewayId, call: 'resources' });
    expect(second).toMatchObject({ ok: false, failure: { code: 'RATE_LIMITED', context: { seconds: 30 } } });
    expect(box.asked).toHaveLength(asked);
    const [gateway] = await bench.ask('gateways.list', null);
    expect(gateway?.connection.state).toBe('connected');
  });

  test('no key, an empty one, a place without this API: each says what is missing', async () => {
    const bench = await startWorkbenchBench();
    const plain = await startPlainBox({ awayMs: 100, backup: Buffer.from('x') });
    const none = await bench.bridge.call('gateways.add', {
      ...byKey(plain.address, 'k'),
      management: { address: null, key: null, rememberKey: false },
    });
    expect(none).toMatchObject({ ok: false, failure: { code: 'KEY_NEEDED' } });
    const neither = await bench.bridge.call('gateways.add', {
      ...byKey(plain.address, 'k'),
      management: null,
    });
    expect(neither).toMatchObject({ ok: false, failure: { code: 'BRIDGE_BAD_INPUT' } });
    expect(await bench.ask('gateways.list', null)).toEqual([]);
    const box = await startManagementBox({ prefix: '/right' });
    const wrong = await bench.ask('gateways.add', byKey(box.address.replace('/right', '/wrong'), 'k'));
    expect(wrong.connection).toMatchObject({
      state: 'disconnected',
      failure: { code: 'GATEWAY_NOT_A_GATEWAY' },
    });
  });

  test('the key lies in the secret store only, and the next start connects with it', async () => {
    const secrets: SecretStore = { ...createSessionSecretStore(), keepsSecrets: true };
    const box = await startManagementBox();
    const bench = await startWorkbenchBench({ secrets });
    const { id } = await withKey(bench, box);
    expect(await secrets.get(`gateway-key:${id}`)).toBe('sk-1');
    const book = await readFile(join(bench.dataFolder, 'gateways.json'), 'utf8');
    expect(book).not.toContain('sk-1');
    await bench.stop();
    const again = await startWorkbenchBench({ secrets, dataFolder: bench.dataFolder });
    const back = await again.gatewayWhen(id, ({ connection }) => connection.state === 'connected');
    expect(back.management).toMatchObject({ auth: 'key', remembersKey: true });
    await again.ask('gateways.remove', { id });
    expect(await secrets.get(`gateway-key:${id}`)).toBeNull();
  });
});

describe('a box with both APIs at different addresses', () => {
  async function both() {
    const system = await startPlainBox({ awayMs: 300, backup: Buffer.from('x') });
    const management = await startManagementBox({ prefix: '/mgmt' });
    management.keys.set('sk-1', 'write');
    const bench = await startWorkbenchBench();
    const gateway = await bench.ask('gateways.add', {
      ...{
        label: 'both',
        address: system.address,
        username: 'admin',
        password: 'x',
        rememberPassword: false,
      },
      management: { address: management.address, key: 'sk-1', rememberKey: false },
    });
    return { system, management, bench, gateway };
  }

  test('each call goes its own way, and neither sees the credentials of the other', async () => {
    const { system, management, bench, gateway } = await both();
    expect(gateway).toMatchObject({
      address: system.address,
      offers: { system: true, management: true },
      management: { address: management.address, auth: 'key', failure: null },
      connection: { state: 'connected' },
    });
    await bench.ask('gateway.call', { gatewayId: gateway.id, call: 'resources' });
    expect(management.lastHeaders().cookie).toBeUndefined();
    expect(system.asked.filter((asked) => asked.includes('/api/v1'))).toEqual([]);
    expect(management.asked.every((asked) => asked.includes(' /api/v1/'))).toBe(true);
  });

  test('a refused key leaves the system API as it is', async () => {
    const { management, bench, gateway } = await both();
    management.keys.clear();
    const refused = await bench.bridge.call('gateway.call', { gatewayId: gateway.id, call: 'resources' });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'KEY_REFUSED' } });
    const [seen] = await bench.ask('gateways.list', null);
    expect(seen).toMatchObject({
      connection: { state: 'connected', failure: null },
      management: { failure: { code: 'KEY_REFUSED' } },
    });
  });

  test('without the management API again, its key is forgotten', async () => {
    const { bench, gateway, management } = await both();
    const without = await bench.ask('gateways.update', { id: gateway.id, management: null });
    expect(without).toMatchObject({
      offers: { system: true, management: false },
      management: { address: null, auth: null },
      connection: { state: 'connected' },
    });
    const again = { address: management.address, key: null, rememberKey: false };
    const refused = await bench.bridge.call('gateways.update', { id: gateway.id, management: again });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'KEY_NEEDED' } });
  });
});

describe('over TLS', () => {
  test('each address has its own certificate, compared and pinned by itself', async () => {
    const system = await startPlainBox({ awayMs: 300, backup: Buffer.from('x') });
    const secure = await startRealGateway({ args: ['--tls'] });
    const bench = await startWorkbenchBench();
    const gateway = await bench.ask('gateways.add', {
      ...{
        label: 'both',
        address: system.address,
        username: 'admin',
        password: 'x',
        rememberPassword: false,
      },
      management: { address: secure.address, key: 'sk-secret', rememberKey: true },
    });
    expect(gateway).toMatchObject({
      connection: { state: 'connected', certificate: null },
      management: {
        remembersKey: false,
        failure: { code: 'CERTIFICATE_NEW' },
        certificate: { pinned: null },
      },
    });
    const { id } = gateway;
    const fingerprint = gateway.management.certificate?.presented ?? '';
    const other = await bench.bridge.call('gateways.trustCertificate', { id, fingerprint: 'AB:CD' });
    expect(other).toMatchObject({ ok: false, failure: { code: 'CERTIFICATE_CHANGED' } });

    const trusted = await bench.ask('gateways.trustCertificate', { id, fingerprint });
    // The key went out only now, and is told as what it is.
    expect(trusted).toMatchObject({
      connection: { state: 'connected' },
      management: { failure: { code: 'KEY_REFUSED' }, certificate: null },
    });
    await secure.stop();
    await rm(join(secure.dataFolder, 'tls'), { recursive: true });
    await secure.start();
    const changed = await bench.bridge.call('gateway.call', { gatewayId: id, call: 'resources' });
    expect(changed).toMatchObject({ ok: false, failure: { code: 'CERTIFICATE_CHANGED' } });
    const [seen] = await bench.ask('gateways.list', null);
    expect(seen).toMatchObject({
      connection: { state: 'connected' },
      management: { certificate: { pinned: fingerprint } },
    });
  }, 60_000);
});

describe('an update of a box without boot id and jobs', () => {
  const update = async (bench: WorkbenchBench, gatewayId: string) =>
    bench.jobEnd((await bench.ask('maintenance.update', { gatewayId, backupFirst: false })).id);

  test('is proved by the version that it tells afterwards, restarted or not', async () => {
    for (const onApply of ['restart', 'in-place'] as const) {
      const box = await startManagementBox();
      const bench = await startWorkbenchBench();
      const { id } = await withKey(bench, box);
      Object.assign(box, { latest: '1.1.0', onApply });
      const job = await update(bench, id);
      expect(job).toMatchObject({ outcome: 'succeeded', from: '1.0.0', to: '1.1.0' });
      expect(job.summary).toBe(
        'press runs 1.1.0, as it tells itself. This gateway tells no more, so only that was verified.',
      );
      const steps = box.asked.filter((asked) => asked.startsWith('POST'));
      expect(steps).toEqual(['POST /api/v1/system/updates/download', 'POST /api/v1/system/updates/apply']);
    }
  });

  test('nothing new, an expired licence, an error on the way: nothing is claimed', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id } = await withKey(bench, box);
    const none = await bench.bridge.call('maintenance.update', { gatewayId: id, backupFirst: false });
    expect(none).toMatchObject({ ok: false, failure: { code: 'UPDATE_NONE' } });

    Object.assign(box, { latest: '1.1.0', updatesExpired: true });
    const expired = await update(bench, id);
    expect(expired.outcome).toBe('failed');
    expect(expired.summary).toContain('Updates expired. Please renew your license.');
    expect(expired.summary).toContain('Nothing was changed');

    Object.assign(box, { updatesExpired: false, onApply: 'error' });
    const failed = await update(bench, id);
    expect(failed).toMatchObject({ outcome: 'failed', failure: { code: 'GATEWAY_JOB_FAILED' } });
    expect(failed.summary).toContain('the package does not fit this board');
  });

  test('a cancel of the waiting for its version leaves it to itself and says so', async () => {
    const box = await startManagementBox();
    const bench = await startWorkbenchBench();
    const { id } = await withKey(bench, box);
    Object.assign(box, { latest: '1.1.0', onApply: 'nothing' });
    const { id: jobId } = await bench.ask('maintenance.update', { gatewayId: id, backupFirst: false });
    const verifying = await bench.jobWhen(jobId, (job) => job.phase === 'verifying');
    expect(verifying.cancellable).toBe(false);
    const early = await bench.bridge.call('maintenance.cancel', { jobId });
    expect(early).toMatchObject({ ok: false, failure: { code: 'JOB_NOT_CANCELLABLE' } });
    await bench.jobWhen(jobId, (job) => job.cancellable);
    await bench.ask('maintenance.cancel', { jobId });
    const end = await bench.jobEnd(jobId);
    expect(end).toMatchObject({ outcome: 'cancelled' });
    expect(end.summary).toBe(
      'Cancelled. press goes on by itself; look at what it runs before you try again.',
    );
  }, 60_000);
});
