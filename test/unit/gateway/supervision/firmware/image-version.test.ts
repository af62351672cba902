import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImageVersion } from '../../../../../electron/gateway/supervision/firmware/image-version.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

async function read(script: string | null, timeoutMs?: number) {
  const path = join(await temporaryFolder(), 'image');
  await writeFile(path, 'version 7.3\nand more\n');
  const command = script === null ? null : ['sh', '-c', script];
  return readImageVersion(
    { name: 'box-7.raucb', path },
    { command, ...(timeoutMs !== undefined && { timeoutMs }) },
  );
}

test('without a command an image is called by its file’s name', async () => {
  expect(await read(null)).toEqual({ version: 'box-7', warning: null });
});

test('the command gets the image; the first line that says something is the version', async () => {
  expect(await read("echo; head -1 '{file}' | cut -d' ' -f2; echo more")).toEqual({
    version: '7.3',
    warning: null,
  });
  expect(await read("printf '\\a 7.4 \\r\\n'")).toEqual({ version: '7.4', warning: null });
  expect((await read("printf '%0200d' 7")).version).toHaveLength(100);
});

test.each([
  ['echo no bundle; exit 2', undefined, 'sh: it ended with exit code 2: no bundle'],
  ['true', undefined, 'sh: it printed nothing'],
  ['sleep 60', 50, 'did not end within 0.05 s'],
])('%s: the name, and why', async (script, timeoutMs, why) => {
  const { version, warning } = await read(script, timeoutMs);
  expect(version).toBe('box-7');
  expect(warning).toContain(why);
});
