import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { programsAtEach } from '../../../../electron/platform/serial/port-holder.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

/** A `/proc` and a `/var/lock` as they look while two programs run. */
async function system() {
  const folder = await temporaryFolder();
  const folders = { processes: join(folder, 'proc'), locks: join(folder, 'lock') };
  await mkdir(folders.locks, { recursive: true });
  for (const [id, name] of [
    ['41', 'minicom'],
    ['42', 'gpsd'],
  ] as const) {
    await mkdir(join(folders.processes, id, 'fd'), { recursive: true });
    await writeFile(join(folders.processes, id, 'comm'), `${name}\n`);
  }
  return folders;
}

test('who has a device open is found for all devices in one look, by name and number', async () => {
  const folders = await system();
  await symlink('/dev/ttyUSB7', join(folders.processes, '41/fd/5'));
  await symlink('/dev/ttyUSB8', join(folders.processes, '42/fd/3'));
  const found = await programsAtEach(['/dev/ttyUSB7', '/dev/ttyUSB8', '/dev/ttyUSB9'], folders);
  expect([...found]).toEqual([
    ['/dev/ttyUSB7', ['minicom (process 41)']],
    ['/dev/ttyUSB8', ['gpsd (process 42)']],
  ]);
});

test('a lock file names a program whose files this account may not see; one of a dead program counts for nothing', async () => {
  const folders = await system();
  await writeFile(join(folders.locks, 'LCK..ttyUSB7'), '        42\n');
  await writeFile(join(folders.locks, 'LCK..ttyUSB8'), '      9999\n');
  await writeFile(join(folders.locks, 'LCK..ttyUSB9'), 'no number');
  const found = await programsAtEach(['/dev/ttyUSB7', '/dev/ttyUSB8', '/dev/ttyUSB9'], folders);
  expect([...found]).toEqual([['/dev/ttyUSB7', ['gpsd (process 42)']]]);
});
