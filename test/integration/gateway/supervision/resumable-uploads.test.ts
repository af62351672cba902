import { randomUUID } from 'node:crypto';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { uploadsApi } from '../../../../shared/gateway-api/extensions.ts';
import { backupArchive, firmwareImage, someParts, supervisionPackage } from '../../../fakes/archives.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { tusClient } from '../../../fakes/tus-client.ts';

const allowUnsigned = { boot: { allowUnsigned: true } };

async function bench(given: Parameters<typeof inProcessGateway>[0] = allowUnsigned) {
  const gateway = await inProcessGateway(given);
  const cookie = await gateway.login();
  return { gateway, cookie, tus: tusClient(gateway, cookie) };
}

const kept = (gateway: InProcessGateway) =>
  readdir(join(gateway.folder, 'uploads', 'resumable')).catch(() => [] as string[]);

const snapshotOf = async (answer: Promise<Response>) => (await (await answer).json()) as { name: string };

const post = (gateway: InProcessGateway, path: string, cookie: string) =>
  fetch(gateway.url + path, { method: 'POST', headers: { cookie } });

describe('an upload', () => {
  test('goes on where it was, also after a restart of the gateway', async () => {
    const { gateway, cookie, tus } = await bench();
    const archive = await backupArchive(someParts());
    const created = await tus.create(archive.length, 'boiler.zip');
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toMatch(/^\/uploads\/[0-9a-f]{32}$/);
    expect(created.headers.get('access-control-allow-origin')).toBeNull();
    const path = String(created.headers.get('location'));
    expect((await tus.patch(path, 0, archive.subarray(0, 100))).status).toBe(204);
    await gateway.restart();
    expect(await tus.offset(path)).toBe(100);
    expect((await tus.patch(path, 50, archive.subarray(50))).status).toBe(409);
    expect((await tus.patch(path, 100, archive.subarray(100))).status).toBe(204);

    const restored = await post(gateway, `/system/restore?upload=${path.split('/').at(-1)}`, cookie);
    expect(await restored.json()).toEqual({ err: null });
    await gateway.said('restart');
    const { jobs } = await gateway.database((sql) => ({
      jobs: sql.prepare('SELECT file_name, file_bytes FROM jobs').all(),
    }));
    expect(jobs).toEqual([{ file_name: 'boiler.zip', file_bytes: archive.length }]);
    expect(await kept(gateway)).toEqual([]);
  });

  test('whose line broke off keeps what had arrived', async () => {
    const { gateway, cookie, tus } = await bench();
    const created = await tus.create(2_000_000);
    const path = String(created.headers.get('location'));
    const broken = request(gateway.url + path, {
      method: 'PATCH',
      headers: {
        cookie,
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': '2000000',
      },
    });
    broken.on('error', () => undefined);
    broken.write(Buffer.alloc(300_000, 1));
    await eventually(
      async () =>
        (await readFile(join(gateway.folder, path.replace('/uploads', 'uploads/resumable')))).length,
    ).toBe(300_000);
    broken.destroy();
    await eventually(() => tus.offset(path)).toBe(300_000);
    expect((await tus.patch(path, 300_000, Buffer.alloc(1_700_000, 2))).status).toBe(204);
    expect(await tus.offset(path)).toBe(2_000_000);
  });

  test('can be given up', async () => {
    const { gateway, tus } = await bench();
    const path = String((await tus.create(10)).headers.get('location'));
    expect((await tus.send('DELETE', path)).status).toBe(204);
    expect(await tus.offset(path)).toBeNull();
    expect(await kept(gateway)).toEqual([]);
  });

  test('is removed when its time is over', async () => {
    const { gateway, tus } = await bench();
    const path = String((await tus.create(10)).headers.get('location'));
    const note = join(gateway.folder, `${path.replace('/uploads', 'uploads/resumable')}.json`);
    const { creation_date: _now, ...rest } = JSON.parse(await readFile(note, 'utf8'));
    await writeFile(note, JSON.stringify({ ...rest, creation_date: '2026-01-01T00:00:00Z' }));
    await utimes(note, 0, 0);
    await gateway.restart();
    await eventually(() => kept(gateway)).toEqual([]);
  });

  test('that is larger than the disk or than the limit is refused before its first byte', async () => {
    const { gateway, tus } = await bench();
    expect((await tus.create(9 * 1024 ** 3)).status).toBe(413);
    expect(await kept(gateway)).toEqual([]);
  });
});

describe('?upload=', () => {
  test('an upgrade that was refused as a downgrade is asked for again without sending it again', async () => {
    const { gateway, cookie, tus } = await bench();
    const id = await tus.upload(await supervisionPackage('2026.01'), 'older.zip');
    const refused = await post(gateway, `/system/upgrade?upload=${id}`, cookie);
    expect([refused.status, refused.headers.get('x-error-code')]).toEqual([500, 'REVISION_OLDER']);
    const accepted = await post(gateway, `/system/upgrade?upload=${id}&allowDowngrade=true`, cookie);
    expect([accepted.status, await accepted.text()]).toEqual([200, 'OK']);
    expect(await gateway.said('switch')).toMatchObject({ revision: '2026.01' });
    expect(await kept(gateway)).toEqual([]);
  });

  test('firmware is staged from it', async () => {
    const { gateway, cookie, tus } = await bench();
    const image = await firmwareImage('2026.05');
    const id = await tus.upload(image, 'image.bin');
    expect((await post(gateway, `/system/firmware/upgrade?upload=${id}`, cookie)).status).toBe(200);
    const staged = JSON.parse(await readFile(join(gateway.folder, 'install/staged.json'), 'utf8'));
    expect(staged).toMatchObject({ originalName: 'image.bin', version: '2026.05' });
    expect(await readFile(join(gateway.folder, 'install', staged.file))).toEqual(image);
    expect(await kept(gateway)).toEqual([]);
  });

  test.each([
    ['0'.repeat(32), 'UPLOAD_UNKNOWN'],
    ['../../state/gateway.sqlite', 'UPLOAD_UNKNOWN'],
  ])('%s is no upload', async (id, code) => {
    const { gateway, cookie } = await bench();
    const answer = await post(gateway, `/system/upgrade?upload=${encodeURIComponent(id)}`, cookie);
    expect([answer.status, answer.headers.get('x-error-code')]).toEqual([500, code]);
  });

  test('one that is not finished is refused and goes on', async () => {
    const { gateway, cookie, tus } = await bench();
    const path = String((await tus.create(10)).headers.get('location'));
    await tus.patch(path, 0, Buffer.from('abc'));
    const answer = await post(gateway, `/system/restore?upload=${path.split('/').at(-1)}`, cookie);
    expect(answer.headers.get('x-error-code')).toBe('UPLOAD_UNFINISHED');
    expect(await answer.json()).toEqual({ err: expect.stringContaining('3 of 10 bytes') });
    expect(await tus.offset(path)).toBe(3);
  });
});

describe('access', () => {
  const tusHeaders = {
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  };
  const rows = Object.values(uploadsApi).map((row) => [row.method, row.path.replace(':id', randomUUID())]);
  test.each(rows)('%s %s is for administrators of this site', async (method, path) => {
    const { gateway, cookie } = await bench();
    const ask = (headers: Record<string, string>) =>
      fetch(gateway.url + path, { method, headers: { ...tusHeaders, ...headers } });
    expect((await ask({})).status).toBe(403);
    const reader = await ask({ cookie: await gateway.reader() });
    expect([reader.status, reader.headers.get('x-error-code')]).toEqual([403, 'ADMINISTRATOR_NEEDED']);
    const elsewhere = await ask({ cookie, 'sec-fetch-site': 'cross-site' });
    expect([elsewhere.status, elsewhere.headers.get('x-error-code')]).toEqual([403, 'CROSS_SITE_REFUSED']);
    expect(await kept(gateway)).toEqual([]);
    const allowed = await ask({ cookie });
    expect(allowed.status).not.toBe(403);
    expect(allowed.headers.get('tus-resumable')).toBe('1.0.0');
  });
});

test('a snapshot is restored by its name, and its file stays', async () => {
  const { gateway, cookie } = await bench();
  const taken = await snapshotOf(gateway.post('/system/snapshots', { label: 'good' }, cookie));
  await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'changed' }),
  });
  const restored = await post(gateway, `/system/restore?snapshot=${taken.name}`, cookie);
  expect(await restored.json()).toEqual({ err: null });
  const jobId = restored.headers.get('x-job-id');
  expect((await gateway.said('restart')).jobId).toBe(jobId);
  await gateway.restart();
  const again = await gateway.login();
  expect(await (await gateway.get('/system/settings', again)).json()).toMatchObject({ name: 'Boiler room' });
  const listed = await (await gateway.get('/system/snapshots', again)).json();
  expect(listed).toMatchObject({ snapshots: expect.arrayContaining([taken]) });
  expect((await gateway.get(`/system/snapshot/${taken.name}`, again)).status).toBe(200);
});

test('the snapshot that is being restored may be the one that the retention rule deletes', async () => {
  const { gateway, cookie } = await bench();
  const taken = await snapshotOf(gateway.post('/system/snapshots', {}, cookie));
  await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ snapshotKeepCount: 1 }),
  });
  const restored = await post(gateway, `/system/restore?snapshot=${taken.name}`, cookie);
  expect(await restored.json()).toEqual({ err: null });
  expect(await readdir(join(gateway.folder, 'snapshots'))).not.toContain(taken.name);
});

test.each(['none.zip', '../state/gateway.sqlite'])('%s is no snapshot to restore', async (name) => {
  const { gateway, cookie } = await bench();
  const answer = await post(gateway, `/system/restore?snapshot=${encodeURIComponent(name)}`, cookie);
  expect([answer.status, answer.headers.get('x-error-code')]).toEqual([500, 'NOT_FOUND']);
  expect(await (await gateway.get('/system/jobs', cookie)).json()).toEqual({ jobs: [] });
});
