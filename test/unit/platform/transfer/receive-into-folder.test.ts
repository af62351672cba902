import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Offered } from '#platform/transfer/file-ports.ts';
import type { OfferedFile } from '#platform/transfer/machine.ts';
import { receiveIntoFolder } from '#platform/transfer/receive-into-folder.ts';
import type { Result } from '#shared/result.ts';
import { smallDisk } from '../../../fakes/small-disk.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';
import { randomContent } from '../../../fakes/transfer-samples.ts';

const offered = (parts: Partial<OfferedFile> = {}): OfferedFile => ({
  name: 'a.bin',
  bytes: 300_000,
  modifiedMs: 1_700_000_000_000,
  ...parts,
});

function sinkIn(folder: string, options: Partial<Parameters<typeof receiveIntoFolder>[0]> = {}) {
  return receiveIntoFolder({
    folder,
    fallbackName: 'received',
    maxBytes: 1_000_000,
    mayReplace: async () => false,
    ...options,
  });
}

function accepted(result: Result<Offered>) {
  if (!result.ok) throw new Error(result.failure.message);
  if (result.value.take !== 'accept') throw new Error('skipped');
  return result.value;
}

describe('storing a received file', () => {
  test('it has its name, content and time only when it is whole', async () => {
    const folder = await temporaryFolder();
    const content = randomContent(300_000);
    const { writer, name, offset } = accepted(await sinkIn(folder).offer(offered({ name: '../../a.bin' })));
    expect([name, offset]).toEqual(['a.bin', 0]);
    for (let at = 0; at < content.length; at += 1_024) await writer.write(content.subarray(at, at + 1_024));
    expect(await readdir(folder)).not.toContain('a.bin');
    expect(await writer.end()).toMatchObject({ ok: true });
    expect(await readdir(folder)).toEqual(['a.bin']);
    expect((await readFile(join(folder, 'a.bin'))).equals(content)).toBe(true);
    expect((await stat(join(folder, 'a.bin'))).mtimeMs).toBe(1_700_000_000_000);
  });

  test('what is there is replaced by consent only', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a.bin'), 'mine');
    expect(await sinkIn(folder).offer(offered())).toMatchObject({ ok: true, value: { take: 'skip' } });
    const asked: string[] = [];
    const mayReplace = async (name: string) => asked.push(name) > 0;
    const { writer } = accepted(await sinkIn(folder, { mayReplace }).offer(offered()));
    await writer.write(Buffer.from('theirs'));
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('mine');
    await writer.end();
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('theirs');
    expect(asked).toEqual(['a.bin']);
  });

  test('a file that appears meanwhile is left alone', async () => {
    const folder = await temporaryFolder();
    const { writer } = accepted(await sinkIn(folder).offer(offered()));
    await writeFile(join(folder, 'a.bin'), 'mine');
    await writer.write(Buffer.from('theirs'));
    expect(await writer.end()).toMatchObject({ ok: false, failure: { code: 'TRANSFER_FILE_EXISTS' } });
    await writer.abandon();
    expect(await readdir(folder)).toEqual(['a.bin']);
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('mine');
  });

  test('too large is refused by its announcement, or as soon as it is', async () => {
    const folder = await temporaryFolder();
    const tooLarge = { ok: false, failure: { code: 'TRANSFER_TOO_LARGE' } };
    expect(await sinkIn(folder).offer(offered({ bytes: 1_000_001 }))).toMatchObject(tooLarge);
    const { writer } = accepted(await sinkIn(folder).offer(offered({ bytes: null })));
    expect(await writer.write(Buffer.alloc(1_000_000))).toMatchObject({ ok: true });
    expect(await writer.write(Buffer.alloc(1))).toMatchObject(tooLarge);
    await writer.abandon();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a disk that is too small is told before and during', async ({ skip }) => {
    const disk = await smallDisk(1);
    if (disk === null) return skip('needs a file system of its own');
    const noSpace = { ok: false, failure: { code: 'TRANSFER_NO_SPACE' } };
    const sink = sinkIn(disk, { maxBytes: 10_000_000 });
    expect(await sink.offer(offered({ bytes: 5_000_000 }))).toMatchObject(noSpace);
    const { writer } = accepted(await sink.offer(offered({ bytes: null })));
    expect(await writer.write(Buffer.alloc(5_000_000))).toMatchObject(noSpace);
    await writer.abandon();
    expect(await readdir(disk)).toEqual([]);
  });
});

describe('what was cut off', () => {
  const cutOff = async (folder: string, resumes: boolean) => {
    const { writer } = accepted(await sinkIn(folder, { resumes }).offer(offered({ bytes: 10 })));
    await writer.write(Buffer.from('12345'));
    await writer.abandon();
  };

  test('goes on where it ended', async () => {
    const folder = await temporaryFolder();
    await cutOff(folder, true);
    const { writer, offset } = accepted(
      await sinkIn(folder, { resumes: true }).offer(offered({ bytes: 10 })),
    );
    expect(offset).toBe(5);
    await writer.write(Buffer.from('67890'));
    await writer.end();
    expect(await readdir(folder)).toEqual(['a.bin']);
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('1234567890');
  });

  test.each([
    ['another size', { bytes: 11 }],
    ['another time', { bytes: 10, modifiedMs: 5 }],
    ['no size', { bytes: null }],
  ])('of a file with %s is no beginning', async (_what, other) => {
    const folder = await temporaryFolder();
    await cutOff(folder, true);
    const { offset, writer } = accepted(await sinkIn(folder, { resumes: true }).offer(offered(other)));
    expect(offset).toBe(0);
    await writer.abandon();
  });

  test('is not kept by protocols that cannot go on', async () => {
    const folder = await temporaryFolder();
    await cutOff(folder, false);
    expect(await readdir(folder)).toEqual([]);
  });
});
