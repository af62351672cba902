import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileWriter } from '#platform/transfer/file-ports.ts';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import {
  createFolderSink,
  type FolderSinkOptions,
} from '../../../../../electron/workbench/serial/transfers/folder-sink.ts';
import { temporaryFolder } from '../../../../fakes/temporary-folder.ts';

const file = (name: string, bytes: number | null = 4): OfferedFile => ({ name, bytes, modifiedMs: 1_000 });

async function setUp(given: Partial<FolderSinkOptions> = {}) {
  const folder = await temporaryFolder();
  const stored: string[] = [];
  const sink = createFolderSink({
    ...{ folder, name: 'received.bin', resumes: false, askReplace: async () => 'skip' as const },
    onStored: (path) => void stored.push(path),
    ...given,
  });
  async function accept(offered: OfferedFile): Promise<{ writer: FileWriter; offset: number; name: string }> {
    const answer = await sink.offer(offered);
    if (!answer.ok || answer.value.take !== 'accept') throw new Error('not accepted');
    return answer.value;
  }
  return { folder, stored, sink, accept };
}

describe('where received files go', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system.ini', 'system.ini'],
    ['/abs/olute.bin', 'olute.bin'],
    ['.hidden', 'hidden'],
    ['', 'received.bin'],
    ['..', 'received.bin'],
  ])('"%s" is stored as %s', async (name, expected) => {
    const { folder, stored, accept } = await setUp();
    const { writer } = await accept(file(name));
    expect(await writer.write(Buffer.from('data'))).toMatchObject({ ok: true });
    expect(await readdir(folder)).toEqual([expect.stringMatching(/\.unfinished$/)]);
    await writer.end();
    expect(await readdir(folder)).toEqual([expected]);
    expect(stored).toEqual([join(folder, expected)]);
  });

  test('what is announced or comes as more than is believed is refused', async () => {
    const { folder, sink, accept } = await setUp({ maxBytes: 10 });
    expect(await sink.offer(file('a', 11))).toMatchObject({ failure: { code: 'TRANSFER_TOO_LARGE' } });
    const { writer } = await accept(file('b', null));
    expect(await writer.write(new Uint8Array(11))).toMatchObject({ failure: { code: 'TRANSFER_TOO_LARGE' } });
    await writer.abandon();
    expect(await readdir(folder)).toEqual([]);
  });

  test('more than the disk has is refused before anything arrives', async () => {
    const { sink } = await setUp({ maxBytes: Number.MAX_SAFE_INTEGER });
    const refused = await sink.offer(file('huge', 2 ** 50));
    expect(refused).toMatchObject({ failure: { code: 'TRANSFER_NO_SPACE' } });
  });

  test('a broken-off file goes on where it stopped, if its protocol can; otherwise nothing of it is kept', async () => {
    const { folder, accept } = await setUp({ resumes: true });
    const first = await accept(file('image', 8));
    await first.writer.write(Buffer.from('1234'));
    await first.writer.abandon();
    const other = await accept(file('image', 9));
    expect(other.offset).toBe(0);
    await other.writer.abandon();
    const second = await accept(file('image', 8));
    expect(second.offset).toBe(4);
    await second.writer.write(Buffer.from('5678'));
    await second.writer.end();
    expect(await readFile(join(folder, 'image'), 'utf8')).toBe('12345678');

    const plain = await setUp();
    const cut = await plain.accept(file('image', 8));
    await cut.writer.write(Buffer.from('1234'));
    await cut.writer.abandon();
    expect(await readdir(plain.folder)).toEqual([]);
  });

  test('a file of the same name is replaced only on the word of the user', async () => {
    const { folder, accept } = await setUp({ askReplace: async () => 'replace' });
    await writeFile(join(folder, 'a.txt'), 'old');
    const { writer } = await accept(file('a.txt'));
    await writer.write(Buffer.from('new!'));
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old');
    await writer.end();
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new!');
  });
});
