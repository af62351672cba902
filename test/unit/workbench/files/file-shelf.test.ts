import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createFileShelf } from '../../../../electron/workbench/files/file-shelf.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

test('an upload lives until it is released and no job reads it', async () => {
  const uploads = join(await temporaryFolder(), 'uploads');
  const shelf = createFileShelf(uploads);
  await shelf.start();
  const adopted = await shelf.adoptUpload(Readable.from([Buffer.from('abc')]), 'C/../a.zip');
  if (!adopted.ok) throw new Error(adopted.failure.message);
  const { token, name, bytes } = adopted.value;
  expect({ name, bytes }).toEqual({ name: 'a.zip', bytes: 3 });
  const letGo = shelf.hold(token);
  await shelf.release(token);
  expect(await shelf.find(token)).toMatchObject({ ok: false, failure: { code: 'FILE_TOKEN_UNKNOWN' } });
  expect(await readdir(uploads)).toHaveLength(1);
  await letGo();
  await letGo();
  expect(await readdir(uploads)).toEqual([]);
});

test('a picked file is never deleted, and told when it is gone or changed', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.zip');
  await writeFile(path, 'abc');
  const shelf = createFileShelf(join(folder, 'uploads'));
  await shelf.start();
  const adopted = await shelf.adoptPath(path);
  const token = adopted.ok ? adopted.value.token : '';
  const first = await shelf.digest(token);
  await writeFile(path, 'abcd');
  const second = await shelf.digest(token);
  expect(first).toMatchObject({ ok: true, value: { bytes: 3 } });
  expect(second).toMatchObject({ ok: true, value: { bytes: 4 } });
  await rm(path);
  expect(await shelf.find(token)).toMatchObject({ failure: { code: 'FILE_MISSING' } });
  await writeFile(path, 'back');
  await shelf.release(token);
  expect(await readdir(folder)).toContain('a.zip');
  expect(await shelf.adoptPath(folder)).toMatchObject({ failure: { code: 'FILE_READ' } });
});

test('what an earlier run left behind is deleted at start', async () => {
  const uploads = join(await temporaryFolder(), 'uploads');
  await mkdir(uploads);
  await writeFile(join(uploads, 'old'), 'x');
  await createFileShelf(uploads).start();
  expect(await readdir(uploads)).toEqual([]);
});
