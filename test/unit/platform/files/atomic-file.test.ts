import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeUnfinished, writeFileAtomic } from '#platform/files/atomic-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

test('replaces content and keeps the mode that was asked for', async () => {
  const path = join(await temporaryFolder(), 'a.json');
  await writeFileAtomic(path, 'one', { mode: 0o600 });
  await writeFileAtomic(path, Buffer.from('two'), { mode: 0o600 });
  expect(await readFile(path, 'utf8')).toBe('two');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('concurrent writers leave one of their contents whole and nothing beside it', async () => {
  const folder = await temporaryFolder();
  const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(contents.map((content) => writeFileAtomic(join(folder, 'a'), content)));
  expect(contents).toContain(await readFile(join(folder, 'a'), 'utf8'));
  expect(await readdir(folder)).toEqual(['a']);
});

test('a failed write leaves the folder as it was', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a'));
  await expect(writeFileAtomic(join(folder, 'a'), 'x')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['a']);
});

test('what a kill left behind is removed, other hidden files are not', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.a.json.0011.unfinished'), 'half');
  await writeFile(join(folder, '.hidden'), 'mine');
  await removeUnfinished(folder);
  expect(await readdir(folder)).toEqual(['.hidden']);
});

test('leftovers of one file alone, and a folder that is missing', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, '.a.json.0011.unfinished'), 'half');
  await writeFile(join(folder, '.b.json.0011.unfinished'), 'half');
  await removeUnfinished(folder, 'a.json');
  expect(await readdir(folder)).toEqual(['.b.json.0011.unfinished']);
  await removeUnfinished(join(folder, 'none'));
});
