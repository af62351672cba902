import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyActivity } from '../../../../electron/gateway/supervision/activity/verify-activity.ts';
import { makeKeys, supervisionPackage } from '../../../fakes/archives.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { managementClient } from '../../../fakes/management-client.ts';
import { smallDisk } from '../../../fakes/small-disk.ts';
import { feedEntry, feedFolder } from '../../../fakes/update-feed.ts';

/** Fills the disk to its last byte; returns how to free it. */
function fill(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (let bytes = 1024 * 1024; bytes >= 1; ) {
    try {
      if (writeSync(file, Buffer.alloc(bytes)) < bytes) throw new Error('full');
    } catch {
      bytes = Math.floor(bytes / 4);
    }
  }
  closeSync(file);
  return () => unlinkSync(path);
}

test('on a full disk: logging in and emptying logs work, and are written down later', async ({ skip }) => {
  const disk = await smallDisk(64);
  if (disk === null) return skip('only the superuser of a Linux can make a small disk');
  const folder = join(disk, 'data');
  await mkdir(join(folder, 'logs'), { recursive: true });
  const gateway = await inProcessGateway({ folder });
  const client = await managementClient(gateway, 'write');
  await writeFile(join(folder, 'logs', 'web-out.log'), 'a line\n');
  const free = fill(disk);
  const cookie = await gateway.login();
  expect(cookie).not.toBe('');
  expect((await client.get('/system/activity')).status).toBe(200);
  free();
  fill(disk);
  const flushed = await client.delete('/system/logs?process=web');
  expect(flushed.status).toBe(200);
  unlinkSync(join(disk, 'ballast'));
  await gateway.login();
  const entries = (await client.activities()).map(({ type, action }) => `${type} ${action}`);
  expect(entries.filter((entry) => entry === 'session created')).toHaveLength(3);
  expect(entries).toContain('log flushed');
  expect(verifyActivity(join(folder, 'state')).exitCode).toBe(0);
});

test('an update that finds no room is refused, leaves nothing and can be tried again', async ({ skip }) => {
  const disk = await smallDisk(64);
  if (disk === null) return skip('only the superuser of a Linux can make a small disk');
  const folder = join(disk, 'data');
  const keys = makeKeys();
  await mkdir(join(folder, 'keys'), { recursive: true });
  await writeFile(join(folder, 'keys', 'acme.pem'), keys.publicPem);
  const gateway = await inProcessGateway({ folder });
  const client = await managementClient(gateway, 'write');
  // Random, so that it does not shrink in the package.
  const filler = (await import('node:crypto')).randomBytes(3 * 1024 * 1024).toString('base64');
  const content = await supervisionPackage('2026.12', { key: keys.privateKey, content: `// ${filler}\n` });
  const updateFeed = await feedFolder(feedEntry('2026.12', content, keys.privateKey), content);
  await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie: client.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ updateFeed }),
  });
  const free = fill(disk);
  for (const path of ['/system/updates/download', '/system/updates/apply']) {
    const refused = await client.post(path);
    expect(await refused.text()).toContain('no space left on its disk');
  }
  free();
  expect((await client.post('/system/updates/download')).status).toBe(200);
});
