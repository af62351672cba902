import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import {
  createFolderSink,
  type ReplaceAnswer,
} from '../../../../../electron/workbench/serial/transfers/folder-sink.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const file = (name: string): OfferedFile => ({ name, bytes: 4, modifiedMs: 1_000 });

async function setUp(answer: ReplaceAnswer) {
  const folder = join(await temporaryFolder(), 'serial', 'received');
  const stored: [string, number][] = [];
  const asked: string[] = [];
  const sink = createFolderSink({
    ...{ folder, name: 'received.bin', resumes: false },
    async askReplace({ name, suggestedName }) {
      asked.push(name, suggestedName);
      return answer;
    },
    onStored: (path, bytes) => void stored.push([path, bytes]),
  });
  async function receive(name: string, content = 'new!'): Promise<string> {
    const offered = await sink.offer(file(name));
    if (!offered.ok) throw new Error(offered.failure.message);
    if (offered.value.take === 'skip') return 'skipped';
    await offered.value.writer.write(Buffer.from(content));
    await offered.value.writer.end();
    return offered.value.name;
  }
  return { folder, stored, asked, sink, receive };
}

describe('where received files go', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['', 'received.bin'],
    ['..', 'received.bin'],
  ])('"%s" is stored as %s, in a folder that is made for it', async (name, expected) => {
    const { folder, stored, receive } = await setUp('skip');
    expect(await receive(name)).toBe(expected);
    expect(await readdir(folder)).toEqual([expected]);
    expect(stored).toEqual([[join(folder, expected), 4]]);
  });

  test.each([
    ['replace', 'a.txt', { 'a.txt': 'new!', 'a (2).txt': 'old2' }],
    ['keep-both', 'a (3).txt', { 'a.txt': 'old!', 'a (2).txt': 'old2', 'a (3).txt': 'new!' }],
    ['skip', 'skipped', { 'a.txt': 'old!', 'a (2).txt': 'old2' }],
  ] as const)('of a file that is there already: %s', async (answer, result, expected) => {
    const { folder, asked, receive } = await setUp(answer);
    await receive('other');
    await writeFile(join(folder, 'a.txt'), 'old!');
    await writeFile(join(folder, 'a (2).txt'), 'old2');
    expect(await receive('a.txt')).toBe(result);
    expect(asked).toEqual(['a.txt', 'a (3).txt']);
    const names = (await readdir(folder)).filter((name) => name !== 'other');
    const contents = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]),
    );
    expect(Object.fromEntries(contents)).toEqual(expected);
  });

  test('more than any device has is not believed', async () => {
    const { sink } = await setUp('skip');
    const refused = await sink.offer({ name: 'huge', bytes: 2 ** 50, modifiedMs: null });
    expect(refused).toMatchObject({ failure: { code: 'TRANSFER_TOO_LARGE' } });
  });
});
