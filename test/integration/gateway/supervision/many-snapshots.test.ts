import { readdirSync } from 'node:fs';
import { link, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../../../shared/gateway-api/extensions.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';

const many = 5_000;

test('5 000 snapshots: listed, one more taken, one deleted, and over a restart; the rule keeps their number', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const put = (body: object) =>
    fetch(`${gateway.url}/system/settings`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const list = async () =>
    ((await (await gateway.get('/system/snapshots', cookie)).json()) as { snapshots: Snapshot[] }).snapshots;
  expect((await put({ snapshotKeepCount: many, snapshotKeepDays: 3_650 })).status).toBe(200);
  const taken = (await (await gateway.post('/system/snapshots', {}, cookie)).json()) as Snapshot;

  const folder = join(gateway.folder, 'snapshots');
  const names = Array.from({ length: many - 1 }, (_, index) => {
    const at = new Date(Date.parse('2024-01-01T00:00:00Z') + index * 3_600_000);
    return { name: `${at.toISOString().slice(0, 19).replaceAll(':', '-')}.zip`, at: at.getTime() };
  });
  for (const { name } of names) await link(join(folder, taken.name), join(folder, name));
  gateway.database((sql) => {
    const insert = sql.prepare("INSERT INTO snapshots VALUES (?, ?, ?, ?, 'schedule', '2026.11.0', 1, NULL)");
    sql.exec('BEGIN');
    for (const { name, at } of names) insert.run(name, at, taken.bytes, taken.sha256);
    sql.exec('COMMIT');
  });
  expect(await list()).toHaveLength(many);

  const next = (await (await gateway.post('/system/snapshots', {}, cookie)).json()) as Snapshot;
  const kept = await list();
  expect(kept).toHaveLength(many);
  expect(kept.slice(0, 2).map(({ name }) => name)).toEqual([next.name, taken.name]);
  expect(kept.some(({ name }) => name === names[0]?.name)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(many);

  const gone = await fetch(`${gateway.url}/system/snapshots/${names[7]?.name}`, {
    method: 'DELETE',
    headers: { cookie },
  });
  expect(await gone.json()).toEqual({ err: null });
  await gateway.restart();
  expect(await list()).toHaveLength(many - 1);

  expect((await put({ snapshotKeepCount: 10 })).status).toBe(200);
  await gateway.post('/system/snapshots', {}, cookie);
  await eventually(() => readdir(folder)).toHaveLength(10);
  expect(await list()).toHaveLength(10);
  const { activities } = (await (
    await gateway.get('/api/v1/system/activity?type=snapshot', cookie)
  ).json()) as {
    activities: { action: string; target: string }[];
  };
  expect(activities.map(({ action }) => action)).toEqual(['created', 'deleted', 'created', 'created']);
}, 60_000);
