import { appendFile, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyLogFile, listLogFiles } from '../../../../../electron/gateway/supervision/logs/log-files.ts';
import { linesBackward } from '../../../../../electron/gateway/supervision/logs/read-backward.ts';
import { tailLogs } from '../../../../../electron/gateway/supervision/logs/tail-logs.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const time = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, second)).toISOString();
const line = (second: number, msg: string) => `${JSON.stringify({ time: time(second), level: 30, msg })}\n`;

async function logs(files: Record<string, string>) {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const messages = async (folder: string, count = 100) =>
  (await tailLogs(await listLogFiles(folder), count)).map(({ message }) => message);

test('the lines of all files in the order of their times, the last ones only', async () => {
  const folder = await logs({
    'supervision-out.log': line(1, 'a') + line(4, 'd'),
    'supervision-error.log': line(3, 'c'),
    'modbus_1-out.log': line(2, 'b') + line(5, 'e'),
    'launcher.log': line(0, 'started'),
    'notes.txt': line(9, 'not a log'),
  });
  expect(await messages(folder)).toEqual(['started', 'a', 'b', 'c', 'd', 'e']);
  expect(await messages(folder, 3)).toEqual(['c', 'd', 'e']);
  const [first] = await tailLogs(await listLogFiles(folder), 3);
  expect(first).toEqual({
    timestamp: time(3),
    type: 'err',
    process: 'supervision',
    message: 'c',
    level: 'info',
  });
});

test('what a rotation put aside comes before the file', async () => {
  const folder = await logs({ 'a-out.log.1': line(1, 'old'), 'a-out.log': line(2, 'new') });
  expect(await messages(folder)).toEqual(['old', 'new']);
});

test('lines without a time stand with the line before them', async () => {
  const folder = await logs({
    'a-error.log': `${line(1, 'crash')}  at one\n  at two\n`,
    'b-out.log': line(0, 'before') + line(2, 'after'),
  });
  expect(await messages(folder)).toEqual(['before', 'crash', '  at one', '  at two', 'after']);
});

test('a file without any time stands where it was last written', async () => {
  const folder = await logs({ 'a-out.log': 'plain\n', 'b-out.log': line(1, 'x') + line(9, 'y') });
  await utimes(join(folder, 'a-out.log'), new Date(time(5)), new Date(time(5)));
  const entries = await tailLogs(await listLogFiles(folder), 10);
  expect(entries.map(({ message }) => message)).toEqual(['x', 'plain', 'y']);
  expect(entries[1]?.timestamp).toBe(time(5));
});

test('a clock that was set back does not change the order within a file', async () => {
  const folder = await logs({ 'a-out.log': line(50, 'one') + line(10, 'two') + line(11, 'three') });
  expect(await messages(folder)).toEqual(['one', 'two', 'three']);
});

test('bad and binary lines hide no other line', async () => {
  const folder = await temporaryFolder();
  const bytes = Buffer.concat([
    Buffer.from(line(1, 'before')),
    Buffer.from([0, 255, 254, 10, 0xc3, 0x28, 10]),
    Buffer.from('{"time":"2026\n\n\r\n'),
    Buffer.from(line(2, 'after')),
    Buffer.from('{"half'),
  ]);
  await writeFile(join(folder, 'a-out.log'), bytes);
  const found = await messages(folder);
  expect(found[0]).toBe('before');
  expect(found).toContain('after');
  expect(found.at(-1)).toBe('{"half');
  expect(found).toHaveLength(6);
});

test('a line of megabytes is cut at its beginning, those before it are still told', async () => {
  const folder = await logs({
    'a-out.log': `${line(1, 'before')}${'x'.repeat(3_000_000)}\n${line(2, 'after')}`,
  });
  const found = await messages(folder);
  expect(found).toHaveLength(3);
  expect(found[0]).toBe('before');
  expect(found[1]).toMatch(/characters more\)$/);
});

test('links to other files are not followed, folders are no logs', async () => {
  const folder = await logs({ secret: line(1, 'secret') });
  await symlink(join(folder, 'secret'), join(folder, 'x-out.log'));
  await mkdir(join(folder, 'y-out.log'));
  expect(await listLogFiles(folder)).toEqual([]);
  expect(await listLogFiles(join(folder, 'missing'))).toEqual([]);
});

test('a file that is deleted between the list and the reading has no lines', async () => {
  const folder = await logs({ 'a-out.log': line(1, 'gone'), 'b-out.log': line(2, 'there') });
  const files = await listLogFiles(folder);
  await rm(join(folder, 'a-out.log'));
  expect((await tailLogs(files, 10)).map(({ message }) => message)).toEqual(['there']);
});

const many = (count: number) =>
  Array.from({ length: count }, (_, i) => line(1, `${i} ${'.'.repeat(80)}`)).join('');

test('a rotation while a file is read tells no line twice', async () => {
  const folder = await logs({ 'a-out.log': many(2_000), 'a-out.log.1': line(0, 'oldest') });
  const path = join(folder, 'a-out.log');
  const found: string[] = [];
  for await (const text of linesBackward(path)) {
    found.push(text);
    if (found.length !== 10) continue;
    await rename(path, `${path}.1`);
    await writeFile(path, line(2, 'newer'));
  }
  // The oldest file is gone with the rotation.
  expect(found).toHaveLength(2_000);
  expect(new Set(found).size).toBe(2_000);
});

test('a file that is emptied while it is read ends early', async () => {
  const folder = await logs({ 'a-out.log': many(2_000) });
  const path = join(folder, 'a-out.log');
  const found: string[] = [];
  for await (const text of linesBackward(path)) {
    found.push(text);
    if (found.length === 10) await truncate(path);
  }
  expect(found.length).toBeLessThan(1_000);
});

test('emptying a file takes the one before it along, and its writer goes on', async () => {
  const folder = await logs({ 'a-out.log': line(1, 'x'), 'a-out.log.1': line(0, 'y') });
  for (const file of await listLogFiles(folder)) await emptyLogFile(file);
  expect(await messages(folder)).toEqual([]);
  await appendFile(join(folder, 'a-out.log'), line(2, 'z'));
  expect(await messages(folder)).toEqual(['z']);
});

test('lines read backward are the lines of the file, wherever the chunks end', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a-out.log');
  const text = fc.string({
    unit: fc.constantFrom('a', 'ä', '€', '😀', ' '),
    minLength: 1,
    maxLength: 30_000,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 12 }), fc.boolean(), async (lines, ended) => {
      await writeFile(path, lines.join('\n') + (ended ? '\n' : ''));
      const found: string[] = [];
      for await (const one of linesBackward(path)) found.push(one);
      expect(found.reverse()).toEqual(lines);
    }),
    { numRuns: 60 },
  );
});
