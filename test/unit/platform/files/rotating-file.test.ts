import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRotatingFile } from '#platform/files/rotating-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

test('appends over restarts, and keeps one file before the current one', async () => {
  const path = join(await temporaryFolder(), 'logs/a.log');
  for (const line of ['one\n', 'two\n']) {
    const file = openRotatingFile(path, { maxBytes: 6 });
    file.write(line);
    file.close();
  }
  const file = openRotatingFile(path, { maxBytes: 6 });
  file.write('three\n');
  expect(await readFile(`${path}.1`, 'utf8')).toBe('one\ntwo\n');
  for (const line of ['four\n', 'five\n']) file.write(line);
  file.close();
  expect(await readFile(`${path}.1`, 'utf8')).toBe('three\nfour\n');
  expect(await readFile(path, 'utf8')).toBe('five\n');
});

test.runIf(process.platform === 'linux')('a full disk loses lines, not the program', async () => {
  const path = join(await temporaryFolder(), 'a.log');
  await symlink('/dev/full', path);
  const file = openRotatingFile(path, { maxBytes: 100 });
  expect(() => file.write('lost\n')).not.toThrow();
  file.close();
});
