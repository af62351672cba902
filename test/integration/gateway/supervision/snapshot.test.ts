import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../../shared/gateway-api/extensions.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { type InProcessGateway, inProcessGateway } from '../../../fakes/in-process-gateway.ts';

async function take(gateway: InProcessGateway, cookie: string, body: object = {}): Promise<Snapshot> {
  const answer = await gateway.post('/system/snapshots', body, cookie);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Snapshot;
}

const list = async (gateway: InProcessGateway, cookie: string): Promise<Snapshot[]> =>
  ((await (await gateway.get('/system/snapshots', cookie)).json()) as { snapshots: Snapshot[] }).snapshots;

test('a snapshot is verified, listed, downloaded under its documented name, and deleted', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const snapshot = await take(gateway, cookie, { label: 'before the visit' });
  expect(snapshot).toMatchObject({ origin: 'manual', verified: true, label: 'before the visit' });
  expect(snapshot.name).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.zip$/);
  expect(await list(gateway, cookie)).toEqual([snapshot]);

  const answer = await gateway.get(`/system/snapshot/${snapshot.name}`, cookie);
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="Boiler room-Snapshot-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}\.zip"$/,
  );
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBe(snapshot.bytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(snapshot.sha256);

  const path = `${gateway.url}/system/snapshots/${snapshot.name}`;
  const deleted = await fetch(path, { method: 'DELETE', headers: { cookie } });
  expect(await deleted.json()).toEqual({ err: null });
  expect(await list(gateway, cookie)).toEqual([]);
  expect(await readdir(join(gateway.folder, 'snapshots'))).toEqual([]);
  expect((await gateway.get(`/system/snapshot/${snapshot.name}`, cookie)).status).toBe(404);
});

test('snapshots of the same second get names of their own', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const taken = await Promise.all([1, 2, 3].map(() => take(gateway, cookie)));
  expect(new Set(taken.map(({ name }) => name)).size).toBe(3);
});

test.each(['none.zip', '..%2f..%2fstate%2fgateway.sqlite', '%2e%2e', '..%5c..%5cstate', 'x%00.zip', '.zip'])(
  'the name %s is no snapshot, whatever lies there',
  async (name) => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    await take(gateway, cookie);
    const answer = await gateway.get(`/system/snapshot/${name}`, cookie);
    expect(answer.status).toBe(404);
    expect((await answer.text()).length).toBeLessThan(200);
  },
);

test('a file that somebody put into the folder is not served before it was checked', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  await writeFile(join(gateway.folder, 'snapshots', '2026-01-01T00-00-00.zip'), 'no zip');
  await writeFile(join(gateway.folder, 'snapshots', 'secret.txt'), 'x');
  await gateway.restart();
  for (const name of ['2026-01-01T00-00-00.zip', 'secret.txt']) {
    expect((await gateway.get(`/system/snapshot/${name}`, cookie)).status).toBe(404);
  }
});

test('the oldest go beyond the number to keep', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ snapshotKeepCount: 2 }),
  });
  const taken = [];
  for (let i = 0; i < 3; i++) taken.push((await take(gateway, cookie)).name);
  expect((await list(gateway, cookie)).map(({ name }) => name)).toEqual(taken.slice(1).reverse());
  expect((await readdir(join(gateway.folder, 'snapshots'))).sort()).toEqual(taken.slice(1).sort());
});

test('list and folder come together again after files came and went', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const gone = await take(gateway, cookie);
  const kept = await take(gateway, cookie);
  const bytes = await readFile(join(gateway.folder, 'snapshots', kept.name));
  await rm(join(gateway.folder, 'snapshots', gone.name));
  await writeFile(join(gateway.folder, 'snapshots', '2026-01-02T03-04-05.zip'), bytes);
  await writeFile(join(gateway.folder, 'snapshots', `.${gone.name}.unfinished`), 'half');
  await gateway.restart();
  await eventually(async () => (await list(gateway, cookie)).map(({ name }) => name).sort()).toEqual(
    ['2026-01-02T03-04-05.zip', kept.name].sort(),
  );
  expect((await readdir(join(gateway.folder, 'snapshots'))).some((name) => name.startsWith('.'))).toBe(false);
});
