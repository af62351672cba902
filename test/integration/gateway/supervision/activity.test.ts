import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import { verifyActivity } from '../../../../electron/gateway/supervision/activity/verify-activity.ts';
import { backupArchive, someParts, supervisionPackage } from '../../../fakes/archives.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { managementClient } from '../../../fakes/management-client.ts';

const run = promisify(execFile);
const brief = (entries: { type: string; action: string; target: string; user: string }[]) =>
  entries.map(({ type, action, target, user }) => [type, action, target, user]);

test('GET /system/activity: the documented fields, newest first', async () => {
  const gateway = await inProcessGateway();
  const client = await managementClient(gateway, 'read');
  const answer = await client.get('/system/activity');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/json');
  const body = (await answer.json()) as { activities: Record<string, unknown>[] };
  expect(Object.keys(body)).toEqual(['activities']);
  const login = body.activities.at(-1);
  expect(login).toEqual({
    id: 'act-1',
    type: 'session',
    action: 'created',
    target: 'admin',
    user: 'admin',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    details: { address: '127.0.0.1' },
  });
});

test('what is done through the system API is written down, with who and from where', async () => {
  const gateway = await inProcessGateway({ boot: { allowUnsigned: true } });
  const client = await managementClient(gateway, 'read');
  const { cookie } = client;
  await gateway.post('/auth/rest', { username: 'mallory', password: passwordDigest('guess') });
  const other = await gateway.login();
  await gateway.post('/logout', {}, other);
  await (await gateway.get('/system/backup', cookie)).arrayBuffer();
  const taken = await gateway.post('/system/snapshots', {}, cookie);
  const { name } = (await taken.json()) as { name: string };
  await (await gateway.get(`/system/snapshot/${name}`, cookie)).arrayBuffer();
  await gateway.get('/system/snapshot/unknown.zip', cookie);
  const removed = await fetch(`${gateway.url}/system/snapshots/${name}`, {
    method: 'DELETE',
    headers: { cookie },
  });
  expect(removed.status).toBe(200);
  const changed = await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ sessionIdleHours: 12, updateFeed: 'https://me:s3cret@feed.invalid/x' }),
  });
  expect(changed.status).toBe(200);
  await gateway.upload('/system/upgrade', [{ name: 'broken.zip', content: 'no zip' }], cookie);
  await gateway.upload('/system/firmware/upgrade', [{ name: 'broken.bin', content: 'no zip' }], cookie);
  await gateway.get('/system/actions/reboot', cookie);

  const entries = (await client.activities()).filter(({ type }) => type !== 'api-key');
  const expected = [
    ['session', 'created', 'admin', 'admin'],
    ['session', 'refused', 'mallory', 'mallory'],
    ['session', 'created', 'admin', 'admin'],
    ['session', 'ended', 'admin', 'admin'],
    ['backup', 'downloaded', 'backup', 'admin'],
    ['snapshot', 'created', name, 'admin'],
    ['snapshot', 'downloaded', name, 'admin'],
    ['snapshot', 'deleted', name, 'admin'],
    ['setting', 'changed', 'sessionIdleHours, updateFeed', 'admin'],
    ['upgrade', 'refused', 'broken.zip', 'admin'],
    ['firmware', 'refused', 'broken.bin', 'admin'],
    ['reboot', 'requested', 'gateway', 'admin'],
  ];
  expect(brief(entries).reverse()).toEqual(expected);
  expect(entries.every(({ details }) => details.address === '127.0.0.1')).toBe(true);
  expect(entries.find(({ type }) => type === 'setting')?.details).toMatchObject({
    sessionIdleHours: 12,
    updateFeed: 'https://…@feed.invalid/x',
  });
  expect(JSON.stringify(entries)).not.toContain('s3cret');
  expect(entries.find(({ type }) => type === 'upgrade')?.details.code).toMatch(/^ARCHIVE_/);
  expect(verifyActivity(join(gateway.folder, 'state')).exitCode).toBe(0);
});

test('a locked name is refused silently: its failures before the lock are in the log', async () => {
  const gateway = await inProcessGateway();
  const client = await managementClient(gateway, 'read');
  for (let i = 0; i < 8; i++) {
    await gateway.post('/auth/rest', { username: 'mallory', password: passwordDigest(`guess ${i}`) });
  }
  const entries = await client.activities('?type=session');
  expect(entries.filter(({ action }) => action === 'refused')).toHaveLength(5);
});

test('an upgrade: accepted with its job, and how it ended, over the restart', async () => {
  const gateway = await inProcessGateway({ boot: { allowUnsigned: true } });
  const client = await managementClient(gateway, 'read');
  const content = await supervisionPackage('2026.12');
  const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], client.cookie);
  const job = answer.headers.get('x-job-id') ?? '';
  await gateway.said('switch');
  await gateway.restart({ verifyingJobId: job });
  gateway.deliver({ type: 'confirmed', job: { jobId: job, outcome: 'succeeded', code: null, reason: null } });
  const entries = await client.activities('?type=upgrade');
  expect(brief(entries)).toEqual([
    ['upgrade', 'succeeded', 'p.zip', 'admin'],
    ['upgrade', 'accepted', 'p.zip', 'admin'],
  ]);
  expect(entries[0]?.details).toEqual({ job, from: '2026.11.0', to: '2026.12' });
  expect(entries[1]?.details).toMatchObject({ job, bytes: content.length, from: '2026.11.0', to: '2026.12' });
});

test('a restore loses none of it', async () => {
  const gateway = await inProcessGateway();
  const client = await managementClient(gateway, 'read');
  const before = await client.activities();
  const content = await backupArchive(someParts());
  const answer = await gateway.upload('/system/restore', [{ name: 'b.zip', content }], client.cookie);
  expect(answer.status).toBe(200);
  await gateway.restart();
  const sql = new DatabaseSync(join(gateway.folder, 'state', 'activity.sqlite'));
  const rows = sql.prepare('SELECT number, type, action FROM activity ORDER BY number').all();
  sql.close();
  expect(rows.length).toBeGreaterThan(before.length);
  expect(rows.map(({ type, action }) => [type, action])).toContainEqual(['restore', 'accepted']);
  expect(rows.map(({ type, action }) => [type, action])).toContainEqual(['restore', 'succeeded']);
  expect(verifyActivity(join(gateway.folder, 'state')).exitCode).toBe(0);
});

test('limit, before and type; what does not fit is refused', async () => {
  const gateway = await inProcessGateway();
  const client = await managementClient(gateway, 'read');
  for (let i = 0; i < 4; i++) await gateway.login();
  const all = await client.activities();
  expect(await client.activities('?limit=2')).toEqual(all.slice(0, 2));
  expect(await client.activities(`?limit=2&before=${all[1]?.id}`)).toEqual(all.slice(2, 4));
  expect((await client.activities('?type=session')).every(({ type }) => type === 'session')).toBe(true);
  for (const query of ['?limit=0', '?limit=1001', '?type=nothing', '?limit=many']) {
    const answer = await client.get(`/system/activity${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ success: false, error: expect.any(String) });
  }
});

test('--verify-activity of the program: whole, altered, none', async () => {
  const gateway = await inProcessGateway();
  await gateway.login();
  const verify = (folder: string) =>
    run(process.execPath, ['electron/gateway/main.js', '--data', folder, '--verify-activity']).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
  // Beside the running gateway.
  expect(await verify(gateway.folder)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^The activity log is whole: 1 entry/),
  });
  await gateway.stop();
  const sql = new DatabaseSync(join(gateway.folder, 'state', 'activity.sqlite'));
  sql.exec("UPDATE activity SET user = 'somebody else'");
  sql.close();
  const altered = await verify(gateway.folder);
  expect(altered).toMatchObject({ code: 1 });
  expect(altered.stdout).toContain('act-1 was changed after it was written.');
  expect(await verify('/nowhere')).toMatchObject({ code: 2 });
});
