import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../../../electron/platform/archives/open-archive.ts';
import type { GatewayJob } from '../../../../shared/gateway-api/jobs.ts';
import { backupParts } from '../../../../shared/gateway-api/manifests.ts';
import { backupArchive, someAccount, someParts, supervisionPackage } from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { configuration } from '../../../fakes/generated-configuration.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

async function download(gateway: InProcessGateway, cookie: string): Promise<Buffer> {
  const answer = await gateway.get('/system/backup', cookie);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** All parts of a backup as JSON values. */
async function partsOf(bytes: Uint8Array): Promise<Record<string, unknown>> {
  const path = join(await temporaryFolder(), 'backup.zip');
  await writeFile(path, bytes);
  const archive = await openArchive(path, 'backup.zip');
  if (!archive.ok) throw new Error(archive.failure.message);
  const parts: Record<string, unknown> = {};
  for (const part of backupParts) {
    const read = await archive.value.read(`config/${part}.json`);
    if (!read.ok) throw new Error(read.failure.message);
    parts[part] = JSON.parse(read.value.toString());
  }
  await archive.value.close();
  return parts;
}

/** The stored sessions went with a restore, so later checks need an account whose password is known. */
async function withOwnAccount(gateway: InProcessGateway, changes: Record<string, unknown> = {}) {
  const parts = await partsOf(await download(gateway, await gateway.login()));
  return backupArchive({ ...someParts(), accounts: parts.accounts, ...changes });
}

const gatewayItem = (id: string, name = `driver ${id}`) => ({
  id,
  name,
  enabled: false,
  driver: 'system',
  settings: { deep: [1, { x: 'ü "quoted" \\ ] } , [' }] },
});

const addressItem = (id: string, gateway: string) => ({
  ...{ id, name: id, enabled: true, gateway, address: '#cpu', type: 'number', settings: {} },
});

test('a backup has the documented name, type and parts, and passes its own check', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.get('/system/backup', await gateway.login());
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="Boiler room-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}\.zip"$/,
  );
  const parts = await partsOf(Buffer.from(await answer.arrayBuffer()));
  expect(parts).toMatchObject({
    gateways: [{ id: 'system', driver: 'system' }],
    accounts: [{ username: 'admin', administrator: true }],
  });
  expect(parts.settings).toMatchObject({ name: 'Boiler room' });
});

test('a restore replaces everything, ends all sessions, restarts, and its job succeeds', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const content = await withOwnAccount(gateway, { gateways: [gatewayItem('a')] });
  const answer = await gateway.upload('/system/restore', [{ name: 'b.zip', content }], cookie);
  expect([answer.status, await answer.json()]).toEqual([200, { err: null }]);
  const jobId = answer.headers.get('x-job-id') ?? '';
  expect(await gateway.said('restart')).toEqual({ type: 'restart', jobId });
  expect((await gateway.get('/session', cookie)).status).toBe(401);

  await gateway.restart();
  expect((await gateway.get('/session', cookie)).status).toBe(401);
  const again = await gateway.login();
  expect(await (await gateway.get('/system/settings', again)).json()).toMatchObject({ name: 'Restored' });
  expect(await (await gateway.get(`/system/jobs/${jobId}`, again)).json()).toMatchObject({
    state: 'done',
    outcome: 'succeeded',
    username: 'admin',
  });
  const snapshots = await (await gateway.get('/system/snapshots', again)).json();
  expect(snapshots).toMatchObject({ snapshots: [{ origin: 'before-restore', verified: true }] });
  const parts = await partsOf(await download(gateway, again));
  expect(parts.gateways).toEqual([gatewayItem('a')]);
});

test('the first of up to 12 files counts, a 13th is refused', async () => {
  const gateway = await inProcessGateway();
  const content = await withOwnAccount(gateway);
  const files = [{ name: 'first.zip', content }].concat(
    Array.from({ length: 11 }, (_, index) => ({ name: `${index}.zip`, content: Buffer.from('rubbish') })),
  );
  const refused = await gateway.upload(
    '/system/restore',
    [...files, { name: '13.zip', content: 'x' }],
    await gateway.login(),
  );
  expect(refused.status).toBe(500);
  expect(refused.headers.get('x-error-code')).toBe('UPLOAD_TOO_MANY_FILES');
  expect(await refused.json()).toEqual({ err: expect.stringContaining('more than 12 files') });
  expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);
  const taken = await gateway.upload('/system/restore', files, await gateway.login());
  expect(await taken.json()).toEqual({ err: null });
});

describe('a backup that is refused leaves the old state whole', () => {
  test.each([
    ['no zip', 'ARCHIVE_NOT_ZIP', async () => Buffer.from('x')],
    ['a package', 'ARCHIVE_WRONG_KIND', () => supervisionPackage('2026.12')],
    ['a newer format', 'ARCHIVE_NEWER_FORMAT', () => backupArchive(someParts(), { format: 2 })],
    ['a part missing', 'BACKUP_PART_MISSING', () => backupArchive(someParts({ routes: undefined }))],
    [
      'a name that the schemas would drop',
      'BACKUP_PART_INVALID',
      () =>
        backupArchive(
          someParts({ gateways: [{ ...gatewayItem('a'), settings: JSON.parse('{"__proto__":1}') }] }),
        ),
    ],
    ['a part of another shape', 'BACKUP_PART_INVALID', () => backupArchive(someParts({ logics: {} }))],
    [
      'an unknown name in an item',
      'BACKUP_PART_INVALID',
      () => backupArchive(someParts({ gateways: [{ ...gatewayItem('a'), extra: 1 }] })),
    ],
    [
      'an id twice',
      'BACKUP_PART_INVALID',
      () => backupArchive(someParts({ gateways: [gatewayItem('a'), gatewayItem('a')] })),
    ],
    [
      'a name to log in with twice',
      'BACKUP_PART_INVALID',
      () => backupArchive(someParts({ accounts: [someAccount, { ...someAccount, id: 'account-2' }] })),
    ],
    [
      'a hash that would take the memory of the machine',
      'BACKUP_PART_INVALID',
      () =>
        backupArchive(
          someParts({
            accounts: [
              { ...someAccount, passwordHash: someAccount.passwordHash.replace('m=64', 'm=999999') },
            ],
          }),
        ),
    ],
    [
      'settings that are none',
      'BACKUP_PART_INVALID',
      () => backupArchive(someParts({ settings: { name: '' } })),
    ],
    [
      'an address of no driver instance',
      'BACKUP_PART_INVALID',
      () => backupArchive(someParts({ addresses: [addressItem('a', 'gone')] })),
    ],
    [
      'a route to nowhere',
      'BACKUP_PART_INVALID',
      () =>
        backupArchive(
          someParts({
            gateways: [gatewayItem('g')],
            addresses: [addressItem('a', 'g')],
            routes: [{ id: 'r', name: 'r', enabled: true, from: 'a', to: 'gone', settings: {} }],
          }),
        ),
    ],
    ['no account at all', 'BACKUP_NO_ADMINISTRATOR', () => backupArchive(someParts({ accounts: [] }))],
    [
      'no administrator',
      'BACKUP_NO_ADMINISTRATOR',
      () => backupArchive(someParts({ accounts: [{ ...someAccount, administrator: false }] })),
    ],
  ] as const)('%s: %s', async (_name, code, make) => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const before = await partsOf(await download(gateway, cookie));
    const answer = await gateway.upload(
      '/system/restore',
      [{ name: 'b.zip', content: await make() }],
      cookie,
    );
    expect(answer.status).toBe(500);
    expect(answer.headers.get('x-error-code')).toBe(code);
    expect(await answer.json()).toEqual({ err: expect.stringContaining('b.zip') });
    expect(await partsOf(await download(gateway, cookie))).toEqual(before);
    expect((await gateway.get('/system/jobs', cookie)).status).toBe(200);
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
    expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);
  });

  test('a newer format is refused with both numbers', async () => {
    const gateway = await inProcessGateway();
    const content = await backupArchive(someParts(), { format: 7 });
    const answer = await gateway.upload(
      '/system/restore',
      [{ name: 'b.zip', content }],
      await gateway.login(),
    );
    const { err } = (await answer.json()) as { err: string };
    expect(err).toContain('format 7');
    expect(err).toContain('up to format 1');
  });
});

test('while a restore is applied, a backup is answered with the documented sentence', async () => {
  // A driver that takes its time to stop holds the restore in the middle.
  let slow = false;
  let letStop: () => void = () => undefined;
  const spawnSlow = () => {
    const exits: ((exit: { code: number; signal: null }) => void)[] = [];
    const end = () => exits.splice(0).map((exit) => exit({ code: 0, signal: null }));
    return {
      pid: 1,
      send: (message: unknown) => {
        if ((message as { type: string }).type !== 'stop') return;
        if (slow) letStop = end;
        else end();
      },
      onMessage: (listener: (message: unknown) => void) => queueMicrotask(() => listener({ type: 'hello' })),
      onExit: (listener: (exit: { code: number | null; signal: string | null }) => void) =>
        void exits.push(listener),
      kill: () => undefined,
    };
  };
  const gateway = await inProcessGateway({ deps: { spawner: { spawn: spawnSlow } } });
  const running = { ...gatewayItem('slow'), enabled: true };
  const first = await withOwnAccount(gateway, { gateways: [running] });
  await gateway.upload('/system/restore', [{ name: 'b.zip', content: first }], await gateway.login());
  await gateway.said('restart');
  await gateway.restart();

  const cookie = await gateway.login();
  slow = true;
  const restored = gateway.upload('/system/restore', [{ name: 'b.zip', content: first }], cookie);
  const phase = async () =>
    ((await (await gateway.get('/system/jobs', cookie)).json()) as { jobs: GatewayJob[] }).jobs[0]?.phase;
  await eventually(phase).toBe('stopping-drivers');
  const answer = await gateway.get('/system/backup', cookie);
  expect([answer.status, await answer.text()]).toEqual([500, 'System is restoring...']);
  slow = false;
  letStop();
  expect(await (await restored).json()).toEqual({ err: null });
});

test('restore(backup(x)) = x', async () => {
  const gateway = await inProcessGateway();
  const own = await partsOf(await download(gateway, await gateway.login()));
  await fc.assert(
    fc.asyncProperty(configuration, async (generated) => {
      const wanted = { ...generated, accounts: own.accounts, settings: own.settings };
      const restore = async (content: Uint8Array) => {
        const cookie = await gateway.login();
        const answer = await gateway.upload('/system/restore', [{ name: 'b.zip', content }], cookie);
        expect(await answer.json()).toEqual({ err: null });
        await gateway.restart();
      };
      await restore(await backupArchive(wanted));
      const backup = await download(gateway, await gateway.login());
      expect(await partsOf(backup)).toEqual(wanted);
      await restore(await backupArchive(someParts({ accounts: own.accounts })));
      await restore(backup);
      expect(await partsOf(await download(gateway, await gateway.login()))).toEqual(wanted);
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);

test('a part larger than memory buffers goes through both ways', async () => {
  const gateway = await inProcessGateway();
  const gateways = Array.from({ length: 8_000 }, (_, index) =>
    gatewayItem(`d${index}`, `${index} `.repeat(30)),
  );
  const content = await withOwnAccount(gateway, { gateways });
  const answer = await gateway.upload('/system/restore', [{ name: 'b.zip', content }], await gateway.login());
  expect(await answer.json()).toEqual({ err: null });
  await gateway.restart();
  const parts = await partsOf(await download(gateway, await gateway.login()));
  expect(parts.gateways).toEqual(gateways);
  await eventually(() => readdir(join(gateway.folder, 'uploads'))).toEqual([]);
});

test('a download that is broken off leaves nothing behind', async () => {
  const gateway = await inProcessGateway();
  const gateways = Array.from({ length: 8_000 }, (_, index) =>
    gatewayItem(`d${index}`, `${index} `.repeat(30)),
  );
  const content = await withOwnAccount(gateway, { gateways });
  await gateway.upload('/system/restore', [{ name: 'b.zip', content }], await gateway.login());
  await gateway.restart();
  const stop = new AbortController();
  const answer = await fetch(`${gateway.url}/system/backup`, {
    headers: { cookie: await gateway.login() },
    signal: stop.signal,
  });
  expect(answer.status).toBe(200);
  stop.abort();
  await eventually(() => readdir(join(gateway.folder, 'uploads'))).toEqual([]);
});
