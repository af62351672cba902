import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bootIdHeader } from '../../../../electron/gateway/launcher-protocol.ts';
import { extensionApi, uploadsApi } from '../../../../shared/gateway-api/extensions.ts';
import { backupArchive, someParts } from '../../../fakes/archives.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { startRealGateway } from '../../../fakes/real-gateway.ts';

/** `--plain`: what a box of another make would say. */

const plainGateway = (bootId: string = randomUUID()) => inProcessGateway({ boot: { plain: true, bootId } });

test.each(
  [...Object.values(extensionApi), ...Object.values(uploadsApi)].map((row) => [row.method, row.path]),
)('the extension %s %s is a path that nobody knows', async (method, path) => {
  const gateway = await plainGateway();
  const cookie = await gateway.login();
  const url = gateway.url + path.replace(/:\w+/, randomUUID());
  const stranger = await fetch(url, { method });
  expect(stranger.status).toBe(403);
  const known = await fetch(url, { method, headers: { cookie } });
  expect(known.status).toBe(404);
});

test('the launcher alone learns its health', async () => {
  const bootId = randomUUID();
  const gateway = await plainGateway(bootId);
  const asked = await gateway.get('/health', '', { [bootIdHeader]: bootId });
  expect(await asked.json()).toMatchObject({ status: 'ok', bootId });
  expect((await gateway.get('/health', '', { [bootIdHeader]: randomUUID() })).status).toBe(403);
});

test('documented calls answer as documented, without job, code or permission', async () => {
  const gateway = await plainGateway();
  const refused = await gateway.get('/system/backup');
  expect([refused.status, await refused.text()]).toEqual([403, 'Forbidden']);
  expect([...refused.headers.keys()].filter((name) => /^x-(error|job|key)/.test(name))).toEqual([]);

  const cookie = await gateway.login();
  expect((await gateway.get('/session', cookie)).status).toBe(200);
  const backup = await gateway.get('/system/backup', cookie);
  expect(backup.headers.get('content-type')).toBe('application/zip');
  await backup.arrayBuffer();

  const bad = await gateway.upload('/system/upgrade', [{ name: 'a.zip', content: 'no zip' }], cookie);
  expect(bad.status).toBe(500);
  expect(bad.headers.get('content-type')).toContain('text/plain');
  expect(bad.headers.has('x-error-code')).toBe(false);

  const archive = await backupArchive(someParts());
  const restored = await gateway.upload('/system/restore', [{ name: 'b.zip', content: archive }], cookie);
  expect(await restored.json()).toEqual({ err: null });
  expect(restored.headers.has('x-job-id')).toBe(false);
  await gateway.said('restart');
});

test('our query names are ignored: the body is what counts', async () => {
  const gateway = await plainGateway();
  const cookie = await gateway.login();
  const archive = await backupArchive(someParts());
  const path = `/system/restore?snapshot=none.zip&upload=${'0'.repeat(32)}`;
  const restored = await gateway.upload(path, [{ name: 'b.zip', content: archive }], cookie);
  expect(await restored.json()).toEqual({ err: null });
});

test('the whole program becomes ready with --plain: its launcher alone is told that it is healthy', async () => {
  const gateway = await startRealGateway({ args: ['--plain'] });
  expect((await fetch(`${gateway.address}/health`)).status).toBe(403);
  expect((await fetch(`${gateway.address}/session`)).status).toBe(401);
});

test('a gateway that is not plain has all of it', async () => {
  const gateway = await inProcessGateway();
  expect((await gateway.get('/system/capabilities')).status).toBe(200);
  expect((await gateway.get('/health')).status).toBe(200);
});
