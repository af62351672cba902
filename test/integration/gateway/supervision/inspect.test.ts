import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../../../shared/gateway-api/extensions.ts';
import {
  backupArchive,
  firmwareImage,
  makeKeys,
  someAccount,
  someParts,
  supervisionPackage,
} from '../../../fakes/archives.ts';
import { badFiles } from '../../../fakes/bad-files.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { tusClient } from '../../../fakes/tus-client.ts';

const inspect = async (
  gateway: InProcessGateway,
  content: Uint8Array | string,
  cookie: string,
  name = 'x.zip',
) => {
  const answer = await gateway.upload('/system/inspect', [{ name, content }], cookie);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Inspection;
};

const results = ({ checks }: Inspection) =>
  Object.fromEntries(checks.map(({ check, result, code }) => [check, code ?? result]));

const item = (id: string, name: string) => ({
  id,
  name,
  enabled: false,
  driver: 'system',
  settings: { a: 1, b: 2 },
});

async function trusting() {
  const keys = makeKeys();
  const gateway = await inProcessGateway();
  await writeFile(join(gateway.folder, 'keys', 'maker.pem'), keys.publicPem);
  return { gateway, cookie: await gateway.login(), key: keys.privateKey };
}

describe('a backup', () => {
  test('is compared with the live state part by part, and nothing is applied', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    gateway.database((sql) => {
      const put = sql.prepare("INSERT INTO documents VALUES ('gateways', ?, ?, ?)");
      sql.exec("DELETE FROM documents WHERE part IN ('gateways', 'addresses')");
      put.run(
        'same',
        1,
        '{"settings":{"b":2,"a":1},"driver":"system","enabled":false,"name":"Same","id":"same"}',
      );
      put.run('gone', 2, JSON.stringify(item('gone', 'Gone')));
      put.run('other', 3, JSON.stringify(item('other', 'Before')));
    });
    const content = await backupArchive(
      someParts({ gateways: [item('same', 'Same'), item('other', 'After'), item('new', 'New')] }),
    );
    const found = await inspect(gateway, content, cookie);
    expect(found).toMatchObject({
      kind: 'backup',
      file: { name: 'x.zip', bytes: content.length },
      manifest: { kind: 'backup', name: 'test backup' },
      signature: { state: 'not-applicable', signer: null },
    });
    expect(results(found)).toEqual({
      ...{
        archive: 'ok',
        manifest: 'ok',
        contents: 'ok',
        parts: 'ok',
        administrator: 'ok',
        references: 'ok',
      },
    });
    const part = (name: string) => found.parts?.find((one) => one.part === name);
    expect(part('gateways')).toEqual({
      part: 'gateways',
      same: false,
      archive: 3,
      live: 3,
      added: ['New'],
      removed: ['Gone'],
      changed: ['After'],
      more: 0,
    });
    expect(part('routes')).toMatchObject({ same: true, archive: 0, live: 0 });
    expect(part('settings')).toMatchObject({ same: false, archive: 1, live: 1, changed: ['name'] });
    expect(part('accounts')).toMatchObject({ archive: 1, live: 1, added: ['admin'], removed: ['admin'] });
    expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);
    expect((await gateway.get('/session', cookie)).status).toBe(200);
    expect(await (await gateway.get('/system/jobs', cookie)).json()).toEqual({ jobs: [] });
  });

  test('a snapshot equals the live state that it was taken from', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const { name } = (await (await gateway.post('/system/snapshots', {}, cookie)).json()) as { name: string };
    const answer = await fetch(`${gateway.url}/system/inspect?snapshot=${name}`, {
      method: 'POST',
      headers: { cookie },
    });
    const found = (await answer.json()) as Inspection;
    expect(found.parts?.map(({ part, same }) => [part, same])).toEqual(
      ['gateways', 'addresses', 'routes', 'logics', 'accounts', 'settings'].map((part) => [part, true]),
    );
  });

  test('at most 100 names are shown, the rest is counted', async () => {
    const gateway = await inProcessGateway();
    const gateways = Array.from({ length: 130 }, (_, index) => item(`d${index}`, `driver ${index}`));
    const found = await inspect(gateway, await backupArchive(someParts({ gateways })), await gateway.login());
    expect(found.parts?.[0]).toMatchObject({ archive: 130, more: 30 });
    expect(found.parts?.[0]?.added).toHaveLength(100);
  });

  test.each([
    [
      'without an administrator',
      { accounts: [{ ...someAccount, administrator: false }] },
      {
        ...{ parts: 'ok', administrator: 'BACKUP_NO_ADMINISTRATOR', references: 'not-made' },
      },
    ],
    [
      'with a bad part',
      { gateways: [{ id: 'x' }] },
      {
        ...{ parts: 'BACKUP_PART_INVALID', administrator: 'not-made', references: 'not-made' },
      },
    ],
    [
      'with a route to nowhere',
      {
        routes: [{ id: 'r', name: 'r', enabled: true, from: 'a', to: 'b', settings: {} }],
      },
      { parts: 'ok', administrator: 'ok', references: 'BACKUP_PART_INVALID' },
    ],
  ])('%s says so, check by check', async (_name, parts, expected) => {
    const gateway = await inProcessGateway();
    const found = await inspect(gateway, await backupArchive(someParts(parts)), await gateway.login());
    expect(results(found)).toEqual({ archive: 'ok', manifest: 'ok', contents: 'ok', ...expected });
  });
});

describe('a package', () => {
  test.each([
    ['2031.01', { signature: 'ok', launcher: 'ok', revision: 'ok' }],
    ['2026.01', { signature: 'ok', launcher: 'ok', revision: 'REVISION_OLDER' }],
    ['2026.11.0', { signature: 'ok', launcher: 'ok', revision: 'REVISION_RUNNING' }],
  ])('of revision %s', async (revision, expected) => {
    const { gateway, cookie, key } = await trusting();
    const found = await inspect(gateway, await supervisionPackage(revision, { key }), cookie);
    expect(found).toMatchObject({ kind: 'supervision', parts: null, manifest: { revision } });
    expect(found.signature).toEqual({ state: 'trusted', signer: 'maker' });
    expect(results(found)).toEqual({ archive: 'ok', manifest: 'ok', contents: 'ok', ...expected });
  });

  test('unsigned is refused, or warned of where that is allowed', async () => {
    const content = await firmwareImage('2026.05');
    const strict = await inProcessGateway();
    const refused = await inspect(strict, content, await strict.login());
    expect(refused).toMatchObject({ kind: 'firmware', signature: { state: 'missing', signer: null } });
    expect(refused.checks.slice(-2)).toMatchObject([
      { check: 'signature', result: 'failed', code: 'SIGNATURE_MISSING' },
      { check: 'launcher', result: 'not-made', code: null },
    ]);
    const lax = await inProcessGateway({ boot: { allowUnsigned: true } });
    const warned = await inspect(lax, content, await lax.login());
    expect(warned.checks.slice(-2)).toMatchObject([
      { check: 'signature', result: 'warning', code: 'SIGNATURE_MISSING' },
      { check: 'launcher', result: 'ok' },
    ]);
  });
});

test('files that nobody should install fail in the check that names their trouble', async () => {
  const { gateway, cookie, key } = await trusting();
  const files = await badFiles({ trusted: key, stranger: makeKeys().privateKey });
  const failing: Record<string, string | undefined> = {};
  for (const [name, content] of Object.entries(files)) {
    const { checks } = await inspect(gateway, content, cookie, name);
    failing[name] = checks.find(({ result }) => result === 'failed' || result === 'warning')?.check;
  }
  expect(failing).toMatchObject({
    'no-zip.zip': 'archive',
    'cut-off.zip': 'archive',
    'climbs-out.zip': 'archive',
    'symlink.zip': 'archive',
    'twice.zip': 'archive',
    'unsigned.zip': 'signature',
    'stranger.zip': 'signature',
    'mismatch.zip': 'contents',
    'launcher.zip': 'launcher',
    'older.zip': 'revision',
    'same.zip': 'revision',
  });
  expect(failing['bomb.zip']).toBeDefined();
  expect(await readdir(join(gateway.folder, 'uploads'))).toEqual([]);
});

test('an image for the installer of the machine may be any file', async () => {
  const gateway = await inProcessGateway({ boot: { firmwareInstaller: 'command' } });
  const found = await inspect(gateway, 'squashfs', await gateway.login(), 'firmware-2026.05.raucb');
  expect(found).toMatchObject({
    kind: 'firmware',
    manifest: null,
    checks: [{ check: 'installer', result: 'ok' }],
  });
});

test('a resumable upload stays after it was looked at; one that is not there answers 404', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const id = await tusClient(gateway, cookie).upload(await backupArchive(someParts()), 'b.zip');
  const ask = (query: string) =>
    fetch(`${gateway.url}/system/inspect?${query}`, { method: 'POST', headers: { cookie } });
  for (const _again of [1, 2])
    expect(await (await ask(`upload=${id}`)).json()).toMatchObject({ kind: 'backup' });
  expect((await ask(`upload=${'0'.repeat(32)}`)).status).toBe(404);
  expect((await ask('snapshot=none.zip')).status).toBe(404);
});

test('a reader may look', async () => {
  const gateway = await inProcessGateway();
  const found = await inspect(gateway, await backupArchive(someParts()), await gateway.reader());
  expect(found.kind).toBe('backup');
});
