import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { smallDisk } from '../../../fakes/small-disk.ts';
import { tusClient } from '../../../fakes/tus-client.ts';

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

test('an upload that filled the disk goes on when there is room again', async ({ skip }) => {
  const disk = await smallDisk(32);
  if (disk === null) return skip('only the superuser of a Linux can make a small disk');
  const folder = join(disk, 'data');
  await mkdir(folder);
  const gateway = await inProcessGateway({ folder });
  const tus = tusClient(gateway, await gateway.login());
  const content = Buffer.alloc(6_000_000, 7);
  const path = String((await tus.create(content.length)).headers.get('location'));
  expect((await tus.patch(path, 0, content.subarray(0, 1_000_000))).status).toBe(204);

  const free = fill(disk);
  expect((await tus.patch(path, 1_000_000, content.subarray(1_000_000))).status).toBe(500);
  const held = (await tus.offset(path)) ?? 0;
  expect(held).toBeGreaterThanOrEqual(1_000_000);
  const more = await tus.create(5_000_000);
  expect([more.status, await more.text()]).toEqual([507, expect.stringContaining('no space left')]);
  free();
  expect((await tus.patch(path, held, content.subarray(held))).status).toBe(204);
  expect(await tus.offset(path)).toBe(content.length);
});

test('a snapshot that finds no room leaves nothing and the gateway as it was', async ({ skip }) => {
  const disk = await smallDisk(32);
  if (disk === null) return skip('only the superuser of a Linux can make a small disk');
  const folder = join(disk, 'data');
  await mkdir(folder);
  const gateway = await inProcessGateway({ folder });
  const cookie = await gateway.login();
  const free = fill(disk);
  const refused = await gateway.post('/system/snapshots', {}, cookie);
  expect([refused.status, refused.headers.get('x-error-code')]).toEqual([500, 'DISK_FULL']);
  expect(await readdir(join(folder, 'snapshots'))).toEqual([]);
  const changed = await gateway.post(
    '/peers/supervision/accounts/insertAccount',
    { account: { username: 'anna', password: '0'.repeat(32) } },
    cookie,
  );
  free();
  const listed = await gateway.post('/peers/supervision/accounts/getAccounts', {}, cookie);
  // SQLite may find room in its own files: then the account is there, otherwise not; never half.
  expect(await listed.json()).toHaveLength(changed.ok ? 2 : 1);
  expect((await gateway.post('/system/snapshots', {}, cookie)).status).toBe(200);
});
