import { execFileSync } from 'node:child_process';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import { backupArchive, firmwareImage, someParts, supervisionPackage } from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { adminPassword, inProcessGateway, runningRevision } from '../../../fakes/in-process-gateway.ts';
import { smallDisk } from '../../../fakes/small-disk.ts';

const put = (url: string, cookie: string, body: unknown) =>
  fetch(`${url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('capabilities say what runs, with another boot id and the same box after every start', async () => {
  const gateway = await inProcessGateway();
  const read = async () =>
    (await (await gateway.get('/system/capabilities')).json()) as { bootId: string; id: string };
  const before = await read();
  expect(before).toMatchObject({
    name: 'Boiler room',
    contract: 1,
    revision: runningRevision,
    firmware: '2026.01',
  });
  await gateway.restart();
  const after = await read();
  expect(after.bootId).not.toBe(before.bootId);
  expect(after.id).toBe(before.id);
});

describe('settings', () => {
  test('change by name, keep the others, and survive a restart', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const answer = await put(gateway.url, cookie, { name: 'Pump house' });
    expect(await answer.json()).toMatchObject({ name: 'Pump house', sessionIdleHours: 24 });
    await gateway.restart();
    expect(await (await gateway.get('/system/capabilities')).json()).toMatchObject({ name: 'Pump house' });
  });

  test.each([{ name: '' }, { name: 'a/b' }, { sessionIdleHours: 0 }, { unknown: 1 }, [], 'x', null])(
    '%o is refused and changes nothing',
    async (change) => {
      const gateway = await inProcessGateway();
      const cookie = await gateway.login();
      const before = await (await gateway.get('/system/settings', cookie)).json();
      const answer = await put(gateway.url, cookie, change);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ err: expect.any(String) });
      expect(await (await gateway.get('/system/settings', cookie)).json()).toEqual(before);
    },
  );
});

test('a name outside of ASCII goes into the download name in both forms', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  await put(gateway.url, cookie, { name: 'Kläranlage' });
  const { headers } = await gateway.get('/system/backup', cookie);
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="Kl_ranlage-[\d-]+\.zip"; filename\*=UTF-8''Kl%C3%A4ranlage-[\d-]+\.zip$/,
  );
});

test('bodies that are no JSON, or too large, are refused as requests', async () => {
  const gateway = await inProcessGateway();
  const send = (body: string) =>
    fetch(`${gateway.url}/auth/rest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  expect((await send('{')).status).toBe(400);
  expect((await send(JSON.stringify({ username: 'x'.repeat(2_000_000) }))).status).toBe(400);
});

test('the OpenAPI document is valid OpenAPI 3.1 and holds every call', async () => {
  const gateway = await inProcessGateway();
  const document = await (await gateway.get('/docs/openapi.json')).json();
  const result = await new Validator().validate(document as Record<string, unknown>);
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
  expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/system/snapshot/{name}': { get: {} } } });
});

test('the page about it needs no script and allows none', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.get('/docs');
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const page = await answer.text();
  expect(page).not.toContain('<script');
  expect(page).toContain('/system/firmware/upgrade');
});

test('over TLS the cookie is Secure, and the certificate stays the same over restarts', async () => {
  const gateway = await inProcessGateway({ boot: { tls: true } });
  const ask = (method: string, path: string, body?: unknown) =>
    new Promise<{ fingerprint: string; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
      const asked = request(gateway.url + path, {
        method,
        headers: { 'content-type': 'application/json' },
        rejectUnauthorized: false,
        agent: false,
      });
      asked.on('error', reject);
      asked.on('response', async (answer) => {
        const { fingerprint256 } = (answer.socket as TLSSocket).getPeerCertificate();
        resolve({ fingerprint: fingerprint256, body: await text(answer), headers: answer.headers });
      });
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  expect(gateway.url).toMatch(/^https:/);
  const before = await ask('GET', '/system/capabilities');
  expect(JSON.parse(before.body)).toMatchObject({ revision: runningRevision });
  // HSTS with a certificate that browsers warn of would lock people out.
  expect(before.headers['strict-transport-security']).toBeUndefined();
  const password = passwordDigest(adminPassword);
  const login = await ask('POST', '/auth/rest', { username: 'admin', password });
  expect(login.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
  await gateway.restart();
  expect((await ask('GET', '/system/capabilities')).fingerprint).toBe(before.fingerprint);
});

describe('after a rollback from a revision that has changed the database', () => {
  test('the copy from before the upgrade is taken back, the newer file is kept aside', async () => {
    const gateway = await inProcessGateway({ boot: { allowUnsigned: true } });
    const cookie = await gateway.login();
    await put(gateway.url, cookie, { name: 'Before' });
    const content = await supervisionPackage('2026.12');
    const id = (await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie)).headers.get(
      'x-job-id',
    ) as string;
    await gateway.said('switch');
    await gateway.stop();
    gateway.database((sql) =>
      sql.exec("PRAGMA user_version = 99; UPDATE documents SET document = '{}'; DROP TABLE accounts;"),
    );
    await gateway.restart({
      settled: [{ jobId: id, outcome: 'rolled-back', code: 'UPGRADE_ROLLED_BACK', reason: 'not healthy' }],
    });
    expect(await (await gateway.get('/system/capabilities')).json()).toMatchObject({ name: 'Before' });
    expect(await (await gateway.get(`/system/jobs/${id}`, cookie)).json()).toMatchObject({
      outcome: 'rolled-back',
    });
    const kept = execFileSync('ls', [join(gateway.folder, 'state')], { encoding: 'utf8' });
    expect(kept).toMatch(/gateway\.sqlite\.newer-/);
  });

  test('without a copy the start is refused, so that the launcher does not take it for healthy', async () => {
    const gateway = await inProcessGateway();
    await gateway.stop();
    gateway.database((sql) => sql.exec('PRAGMA user_version = 99'));
    await expect(gateway.restart()).rejects.toThrow('made by a newer revision');
    const sql = new DatabaseSync(join(gateway.folder, 'state', 'gateway.sqlite'));
    expect(sql.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    sql.close();
  });
});

describe('a full disk', () => {
  test('in the middle of an upload, an unpacking, a snapshot: said, and nothing is lost', async (context) => {
    const folder = await smallDisk(24);
    if (folder === null) return context.skip('NOT RUN: a small file system needs root on Linux');
    const gateway = await inProcessGateway({ folder, boot: { allowUnsigned: true } });
    const cookie = await gateway.login();
    const expectDiskFull = async (path: string, content: Uint8Array) => {
      const answer = await gateway.upload(path, [{ name: 'x.zip', content }], cookie);
      expect([answer.status, answer.headers.get('x-error-code')]).toEqual([500, 'DISK_FULL']);
      expect(await answer.text()).toContain('no space left');
    };
    const tooLarge = Buffer.alloc(40 * 1024 * 1024);
    for (const path of ['/system/upgrade', '/system/firmware/upgrade', '/system/restore']) {
      await expectDiskFull(path, tooLarge);
    }
    // Fits as an upload and not a second time unpacked.
    const noise = Array.from({ length: 400_000 }, () => Math.random().toString(36).slice(2)).join('');
    const content = await supervisionPackage('2026.12', { content: noise.repeat(4) });
    const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
    expect(answer.status).toBe(200);
    const job = async () =>
      (await gateway.get(`/system/jobs/${answer.headers.get('x-job-id')}`, cookie)).json();
    await eventually(job).toMatchObject({ outcome: 'failed', code: 'DISK_FULL' });
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);

    execFileSync('bash', ['-c', `dd if=/dev/zero of="${folder}/filler" bs=4096 2>/dev/null || true`]);
    for (const path of ['/system/snapshots', '/system/restore']) {
      const full =
        path === '/system/restore'
          ? await gateway.upload(path, [{ name: 'b.zip', content: await backupArchive(someParts()) }], cookie)
          : await gateway.post(path, {}, cookie);
      expect([full.status, full.headers.get('x-error-code')]).toEqual([500, 'DISK_FULL']);
      await full.body?.cancel();
    }
    const change = await put(gateway.url, cookie, { name: 'x'.repeat(60) });
    expect([500, 200]).toContain(change.status);
    // An administrator has to get in to free the disk.
    const second = await gateway.login();
    expect((await gateway.get('/session', second)).status).toBe(200);
    expect((await gateway.get('/health')).status).toBe(200);

    execFileSync('rm', [join(folder, 'filler')]);
    expect((await gateway.post('/system/snapshots', {}, cookie)).status).toBe(200);
    const image = await firmwareImage('2026.02');
    const staged = await gateway.upload(
      '/system/firmware/upgrade',
      [{ name: 'f.bin', content: image }],
      cookie,
    );
    expect(staged.status).toBe(200);
  }, 60_000);
});

test('a body that drips for ever is cut off', async () => {
  const gateway = await inProcessGateway({ deps: { limits: { bodyTimeoutMs: 200 } } });
  const socket = connect(gateway.port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.write(
    'POST /auth/rest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
  );
  const drip = setInterval(() => socket.write(' '), 20);
  onTestFinished(() => clearInterval(drip));
  await eventually(() => socket.closed).toBe(true);
});

test('a header that is too long is refused', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.get('/system/capabilities', `x=${'y'.repeat(17 * 1024)}`);
  expect(answer.status).toBe(431);
});
