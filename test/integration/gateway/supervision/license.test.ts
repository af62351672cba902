import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  licenseKeyHash,
  signLicense,
} from '../../../../electron/gateway/supervision/license/license-file.ts';
import { makeKeys, supervisionPackage } from '../../../fakes/archives.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { managementClient } from '../../../fakes/management-client.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { feedEntry, feedFolder } from '../../../fakes/update-feed.ts';

const keys = makeKeys();
const email = 'user@example.com';
const licenseKey = 'AB12-CD34-EF56-GH78';
const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
const yesterday = new Date(Date.now() - 86_400_000).toISOString();

async function gatewayWithLicense(updatesExpireAt: string) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'keys'));
  await mkdir(join(folder, 'licenses'));
  await writeFile(join(folder, 'keys', 'acme.pem'), keys.publicPem);
  const license = signLicense(
    { kind: 'license', format: 1, keyHash: licenseKeyHash(licenseKey), email, updatesExpireAt },
    keys.privateKey,
  );
  const file = join(folder, 'licenses', 'user.json');
  await writeFile(file, JSON.stringify(license));
  const gateway = await inProcessGateway({ folder });
  return { gateway, file };
}

test('POST /license/validate and GET /license/status: the documented fields, with any key', async () => {
  const { gateway } = await gatewayWithLicense(inAYear);
  const client = await managementClient(gateway, 'none');
  const before = await client.get('/license/status');
  expect(before.status).toBe(200);
  expect(await before.json()).toEqual({ valid: false, updatesActive: false });
  const validated = await client.post('/license/validate', { email, licenseKey });
  expect(validated.status).toBe(200);
  expect(await validated.json()).toEqual({
    valid: true,
    message: 'License validated',
    updatesExpireAt: inAYear,
  });
  expect(await (await client.get('/license/status')).json()).toEqual({
    valid: true,
    email,
    updatesExpireAt: inAYear,
    updatesActive: true,
  });
  await gateway.restart();
  expect(await (await client.get('/license/status')).json()).toMatchObject({ valid: true });
});

test('a wrong key: 401 in the words of the source; it is written down, the key is not', async () => {
  const { gateway } = await gatewayWithLicense(inAYear);
  const client = await managementClient(gateway, 'read');
  const refused = await client.post('/license/validate', { email, licenseKey: 'WRNG-KEYS-ARE0-HERE' });
  expect(refused.status).toBe(401);
  expect(await refused.json()).toEqual({ success: false, error: 'Invalid license key' });
  await client.post('/license/validate', { email, licenseKey });
  const entries = await client.activities('?type=license');
  expect(entries.map(({ action, target, user }) => [action, target, user])).toEqual([
    ['validated', email, 'read key'],
    ['refused', email, 'read key'],
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/WRNG|AB12/);
});

test.each([
  [{ email: 'nobody', licenseKey }],
  [{ email }],
  [{ email, licenseKey: '' }],
  [{ email, licenseKey, more: 1 }],
])('what does not fit is refused: %j', async (body) => {
  const { gateway } = await gatewayWithLicense(inAYear);
  const client = await managementClient(gateway, 'read');
  const refused = await client.post('/license/validate', body);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ success: false });
});

async function withUpdate(updatesExpireAt: string) {
  const { gateway, file } = await gatewayWithLicense(updatesExpireAt);
  const client = await managementClient(gateway, 'write');
  const content = await supervisionPackage('2026.12', { key: keys.privateKey });
  const updateFeed = await feedFolder(feedEntry('2026.12', content, keys.privateKey), content);
  await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie: client.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ updateFeed }),
  });
  return { gateway, client, file };
}

test('expired updates: 403 on download and apply, never on check; use goes on', async () => {
  const { gateway, client } = await withUpdate(yesterday);
  const validated = await client.post('/license/validate', { email, licenseKey });
  expect(await validated.json()).toMatchObject({ valid: true, updatesExpireAt: yesterday });
  expect(await (await client.get('/license/status')).json()).toMatchObject({
    valid: true,
    updatesActive: false,
  });
  for (const path of ['/system/updates/download', '/system/updates/apply']) {
    const refused = await client.post(path);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-type')).toContain('application/json');
    expect(await refused.json()).toEqual({
      success: false,
      error: 'Updates expired. Please renew your license.',
    });
  }
  expect((await client.get('/system/updates')).status).toBe(200);
  expect((await client.post('/system/updates')).status).toBe(200);
  expect((await gateway.get('/system/backup', client.cookie)).status).toBe(200);
});

test('licences are in use here, but none is entered, or its file was altered by one byte: no updates', async () => {
  const { client, file } = await withUpdate(inAYear);
  const refused = async () => {
    const answer = await client.post('/system/updates/download');
    expect(answer.status).toBe(403);
    expect(((await answer.json()) as { error: string }).error).toContain('with a licence only');
  };
  await refused();
  await client.post('/license/validate', { email, licenseKey });
  expect((await client.post('/system/updates/download')).status).toBe(200);
  await writeFile(file, (await readFile(file, 'utf8')).replace(email, 'uses@example.com'));
  await refused();
});
