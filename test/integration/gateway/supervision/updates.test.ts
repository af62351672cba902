import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { managementClient } from '../../../fakes/management-client.ts';
import { feedEntry, feedFolder, honestFeed, releaseDate, releaseNotes } from '../../../fakes/update-feed.ts';
import {
  content,
  entry,
  eventsOf,
  filesIn,
  gatewayWith,
  keys,
  serve,
  version,
} from '../../../fakes/updating-gateway.ts';

const run = promisify(execFile);

test('GET and POST /system/updates: an update that there is', async () => {
  const { client } = await gatewayWith(await feedFolder(entry, content));
  const expected = {
    currentVersion: '2026.11.0',
    latestVersion: version,
    updateAvailable: true,
    releaseDate,
    releaseNotes,
    downloadSize: content.length,
  };
  for (const answer of [
    await client.get('/system/updates'),
    await client.get('/system/updates?force=true'),
    await client.post('/system/updates'),
  ]) {
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(expected);
  }
});

test('up to date: three fields, also when the feed has an older one', async () => {
  for (const latest of ['2026.11.0', '2026.10.9']) {
    const { client } = await gatewayWith(
      await feedFolder(feedEntry(latest, content, keys.privateKey), content),
    );
    expect(await (await client.get('/system/updates')).json()).toEqual({
      currentVersion: '2026.11.0',
      latestVersion: latest,
      updateAvailable: false,
    });
    for (const path of ['/system/updates/download', '/system/updates/apply']) {
      const refused = await client.post(path);
      expect(refused.status).toBe(500);
      expect(((await refused.json()) as { error: string }).error).toContain('There is no update');
    }
  }
});

test('GET looks once, ?force and POST look again; a key that reads is enough', async () => {
  const feed = await honestFeed(entry, content);
  const { gateway } = await gatewayWith(feed.url);
  const reader = await managementClient(gateway, 'read');
  await reader.get('/system/updates');
  await reader.get('/system/updates');
  expect(feed.requests).toHaveLength(1);
  await reader.get('/system/updates?force=1');
  expect((await reader.post('/system/updates')).status).toBe(200);
  expect(feed.requests).toHaveLength(3);
  for (const path of ['/system/updates/download', '/system/updates/apply']) {
    expect((await reader.post(path)).status).toBe(403);
  }
});

test('a POST that announces JSON and sends none is taken', async () => {
  const { gateway, client } = await gatewayWith(await feedFolder(entry, content));
  const headers = { authorization: `Bearer ${client.apiKey}`, 'content-type': 'application/json' };
  const url = `${gateway.url}/api/v1/system/updates`;
  expect((await fetch(url, { method: 'POST', headers })).status).toBe(200);
  expect((await fetch(`${url}/download`, { method: 'POST', headers })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400);
});

test('no feed, and a feed that is away, are told in the documented form', async () => {
  const { client } = await gatewayWith('');
  const answer = await client.get('/system/updates');
  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({
    success: false,
    error: expect.stringContaining('No update feed is set'),
  });
  const away = await gatewayWith('/mnt/no-stick');
  const missing = (await (await away.client.post('/system/updates')).json()) as { error: string };
  expect(missing.error).toContain('/mnt/no-stick cannot be read: it is not there');
});

test('POST /system/updates/download: the documented fields; what lies there is what was announced', async () => {
  for (const over of ['folder', 'http']) {
    const server = await honestFeed(entry, content);
    const { client, folder } = await gatewayWith(
      over === 'http' ? server.url : await feedFolder(entry, content),
    );
    const answer = await client.post('/system/updates/download');
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { downloadPath: string };
    expect(body).toEqual({
      success: true,
      version,
      downloadPath: join(folder, `${version}.zip`),
      checksum: `sha256:${createHash('sha256').update(content).digest('hex')}`,
    });
    expect((await readFile(body.downloadPath)).equals(content)).toBe(true);
    const [activity] = await client.activities('?type=update');
    expect(activity).toMatchObject({ action: 'downloaded', target: version, user: 'write key' });
  }
});

test('a package that is there already is not downloaded again, unless it was altered', async () => {
  const feed = await honestFeed(entry, content);
  const { client, folder } = await gatewayWith(feed.url);
  const downloads = () => feed.requests.filter((path) => path.endsWith('.zip')).length;
  await client.post('/system/updates/download');
  await client.post('/system/updates/download');
  expect(downloads()).toBe(1);
  await writeFile(join(folder, `${version}.zip`), content.subarray(0, -1));
  expect((await client.post('/system/updates/download')).status).toBe(200);
  expect(downloads()).toBe(2);
  expect((await readFile(join(folder, `${version}.zip`))).equals(content)).toBe(true);
});

test('POST /system/updates/apply, read with curl -N: progress to complete; the job goes on over the restart', async () => {
  const { gateway, client } = await gatewayWith((await honestFeed(entry, content)).url);
  const { stdout } = await run('curl', [
    '-sSN',
    '-i',
    '-X',
    'POST',
    '-H',
    `X-API-Key: ${client.apiKey}`,
    `${gateway.url}/api/v1/system/updates/apply`,
  ]);
  expect(stdout).toMatch(/^HTTP\/1.1 200/);
  expect(stdout).toMatch(/content-type: text\/event-stream/i);
  const jobId = /x-job-id: (\S+)/i.exec(stdout)?.[1] ?? '';
  const events = eventsOf(stdout.replaceAll('\r\n', '\n'));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  const steps = events.filter(({ event }) => event === 'progress').map(({ data }) => data.step);
  expect([...new Set(steps)]).toEqual(['downloading', 'verifying', 'applying', 'restarting']);
  const bar = events.filter(({ event }) => event === 'progress').map(({ data }) => data.progress ?? 0);
  expect(bar).toEqual([...bar].sort((a, b) => a - b));
  expect(events.at(-1)).toMatchObject({ event: 'complete', data: { success: true, version } });

  expect(await gateway.said('switch')).toMatchObject({ jobId, revision: version });
  await gateway.restart({ verifyingJobId: jobId });
  gateway.deliver({ type: 'confirmed', job: { jobId, outcome: 'succeeded', code: null, reason: null } });
  const job = await gateway.get(`/system/jobs/${jobId}`, client.cookie);
  expect(await job.json()).toMatchObject({
    kind: 'upgrade',
    outcome: 'succeeded',
    from: '2026.11.0',
    to: version,
    username: 'write key',
    file: { name: entry.file, bytes: content.length, sha256: entry.sha256 },
  });
  const actions = (await client.activities()).map(({ type, action }) => `${type} ${action}`);
  expect(actions).toEqual(expect.arrayContaining(['update started', 'upgrade succeeded']));
});

test('while it downloads, bytes are told by the stream, by the job and by the check', async () => {
  const half = Math.floor(content.length / 2);
  const go = Promise.withResolvers<void>();
  const feed = await serve(entry, (response) => {
    response.write(content.subarray(0, half));
    go.promise.then(() => response.end(content.subarray(half)));
  });
  const { gateway, client } = await gatewayWith(feed.url, { idleTimeoutMs: 20_000 });
  const answer = await client.post('/system/updates/apply');
  const job = async () =>
    (await (await gateway.get(`/system/jobs/${answer.headers.get('x-job-id')}`, client.cookie)).json()) as {
      transfer?: object;
    };
  const transfer = { bytes: half, total: content.length };
  await eventually(async () => (await job()).transfer).toEqual(transfer);
  const looked = await (await client.get('/system/updates')).json();
  expect(looked).toMatchObject({ latestVersion: version, download: { version, ...transfer } });
  go.resolve();
  const events = eventsOf(await answer.text());
  const told = events.flatMap(({ data }) => (data.bytes === undefined ? [] : [data.bytes]));
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(events.find(({ data }) => data.step === 'verifying')?.data).not.toHaveProperty('bytes');
  expect(await job()).not.toHaveProperty('transfer');
  expect(await (await client.get('/system/updates')).json()).not.toHaveProperty('download');
});

test('two that apply at once: one job, the other is told what runs; an upload has to wait as well', async () => {
  const feed = await serve(entry, (response) => void response.write(content.subarray(0, 10)));
  const { gateway, client } = await gatewayWith(feed.url, { idleTimeoutMs: 10_000 });
  const first = await client.post('/system/updates/apply');
  const second = await client.post('/system/updates/apply');
  expect(second.status).toBe(500);
  expect(await second.json()).toEqual({ success: false, error: expect.stringContaining('another upgrade') });
  const upload = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], client.cookie);
  expect(await upload.text()).toContain('another upgrade');
  await feed.stop();
  expect(eventsOf(await first.text()).at(-1)?.event).toBe('error');
});

test('downloads that overlap are one after the other and all say the same; none while an update is applied', async () => {
  const feed = await honestFeed(entry, content);
  const { gateway, client, folder } = await gatewayWith(feed.url);
  const answers = await Promise.all(Array.from({ length: 5 }, () => client.post('/system/updates/download')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(feed.requests.filter((path) => path.endsWith('.zip'))).toHaveLength(1);
  expect((await filesIn(folder)).sort()).toEqual([`${version}.zip`, 'downloaded.json']);
  expect((await client.post('/system/updates/apply')).status).toBe(200);
  const busy = await client.post('/system/updates/download');
  await gateway.said('switch');
  expect(busy.status).toBe(500);
  expect(await busy.json()).toEqual({ success: false, error: expect.stringContaining('another upgrade') });
});

test('whoever reads may go away: the update goes on', async () => {
  let answerNow: () => void = () => undefined;
  const feed = await serve(entry, (response) => {
    answerNow = () => response.end(content);
  });
  const { gateway, client } = await gatewayWith(feed.url);
  const stream = await client.post('/system/updates/apply');
  await stream.body?.cancel();
  await eventually(() => feed.requests.length).toBeGreaterThan(1);
  answerNow();
  expect(await gateway.said('switch')).toMatchObject({ revision: version });
});

test('a feed that is away by now: what was downloaded before is applied', async () => {
  const stick = await feedFolder(entry, content);
  const { gateway, client } = await gatewayWith(stick);
  expect((await client.post('/system/updates/download')).status).toBe(200);
  await rm(stick, { recursive: true });
  const events = eventsOf(await (await client.post('/system/updates/apply')).text());
  expect(events.at(-1)?.event).toBe('complete');
  expect(await gateway.said('switch')).toMatchObject({ revision: version });
});

test('stopped while it downloads: the job is closed, what was begun is gone', async () => {
  const feed = await serve(entry, (response) => void response.write(content.subarray(0, 10)));
  const { gateway, client, folder } = await gatewayWith(feed.url);
  const stream = await client.post('/system/updates/apply');
  const jobId = stream.headers.get('x-job-id') ?? '';
  await eventually(() => feed.requests.length).toBeGreaterThan(1);
  // As a kill leaves it: the process ends with the file unfinished.
  await writeFile(join(folder, `${version}.zip.unfinished`), 'x');
  await stream.body?.cancel();
  await feed.stop();
  await gateway.restart();
  const job = await gateway.get(`/system/jobs/${jobId}`, client.cookie);
  expect(await job.json()).toMatchObject({
    state: 'done',
    outcome: expect.stringMatching(/failed|interrupted/),
  });
  await eventually(() => filesIn(folder)).toEqual([]);
});

test('an update that runs by now is cleared away at the start', async () => {
  const { gateway, client, folder } = await gatewayWith(await feedFolder(entry, content));
  await client.post('/system/updates/download');
  expect(await filesIn(folder)).toContain(`${version}.zip`);
  await gateway.stop();
  const later = await inProcessGateway({ folder: gateway.folder, deps: { revision: version } });
  await eventually(() => filesIn(folder)).not.toContain(`${version}.zip`);
  await later.stop();
});

test('the dispatcher’s way: the job and the version, for administrators only', async () => {
  const path = '/peers/supervision/system/upgradeSupervisionRevision';
  const { gateway, client } = await gatewayWith(await feedFolder(entry, content));
  expect((await gateway.post(path, {}, await gateway.reader())).status).toBe(403);
  const answer = await gateway.post(path, {}, client.cookie);
  expect(answer.status).toBe(200);
  const { jobId, ...rest } = (await answer.json()) as { jobId: string; version: string };
  expect(rest).toEqual({ version });
  expect(await gateway.said('switch')).toMatchObject({ jobId, revision: version });
  const [started] = await client.activities('?type=update');
  expect(started).toMatchObject({
    action: 'started',
    target: version,
    user: 'admin',
    details: { job: jobId },
  });
  const busy = await gateway.get(path, client.cookie);
  expect(await busy.json()).toEqual({ err: expect.stringContaining('another upgrade') });
});
