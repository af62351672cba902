import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashFile, receiveFile } from '#platform/files/receive-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('any chunks arrive whole, hashed and counted', async () => {
  const path = join(await temporaryFolder(), 'upload');
  const chunks = fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(chunks, async (parts) => {
      const whole = Buffer.concat(parts);
      const totals: number[] = [];
      const source = Readable.from(parts.map((part) => Buffer.from(part)));
      const received = await receiveFile(source, path, { onBytes: (total) => totals.push(total) });
      expect(received).toEqual({ ok: true, value: { bytes: whole.length, sha256: sha256(whole) } });
      expect(totals.at(-1) ?? 0).toBe(whole.length);
      expect((await readFile(path)).equals(whole)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('more than one batch is written in order', async () => {
  const path = join(await temporaryFolder(), 'upload');
  const whole = randomBytes(5_000_001);
  const source = Readable.from(
    whole.length ? Array.from({ length: 80 }, (_, i) => whole.subarray(i * 65_536, (i + 1) * 65_536)) : [],
  );
  expect(await receiveFile(source, path)).toMatchObject({
    value: { bytes: whole.length, sha256: sha256(whole) },
  });
  expect(await hashFile(path)).toEqual({ bytes: whole.length, sha256: sha256(whole) });
});

test.each([
  ['before it is read', new Error('connection reset'), true],
  ['later', new Error('connection reset'), false],
  ['without an error', undefined, false],
])('a stream that breaks %s leaves no file', async (_when, error, atOnce) => {
  const folder = await temporaryFolder();
  const source = new PassThrough();
  source.write('half');
  if (atOnce) source.destroy(error);
  const onBytes = () => void source.destroy(error);
  const received = await receiveFile(source, join(folder, 'upload'), { onBytes });
  expect(received).toMatchObject({ ok: false, failure: { code: 'UPLOAD_INTERRUPTED' } });
  expect(await readdir(folder)).toEqual([]);
});

test('an abort, before or in the middle, leaves no file and ends the source', async () => {
  const folder = await temporaryFolder();
  for (const before of [true, false]) {
    const controller = new AbortController();
    if (before) controller.abort();
    const source = new PassThrough();
    source.write('half');
    const receiving = receiveFile(source, join(folder, 'upload'), {
      signal: controller.signal,
      onBytes: () => controller.abort(),
    });
    expect(await receiving).toMatchObject({ failure: { code: 'UPLOAD_INTERRUPTED' } });
    expect(source.destroyed).toBe(true);
  }
  expect(await readdir(folder)).toEqual([]);
});

test('too many bytes are refused at the limit', async () => {
  const folder = await temporaryFolder();
  const received = await receiveFile(
    Readable.from([Buffer.alloc(60), Buffer.alloc(60)]),
    join(folder, 'upload'),
    {
      maxBytes: 100,
    },
  );
  expect(received).toMatchObject({ failure: { code: 'UPLOAD_TOO_LARGE', context: { limit: 100 } } });
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is a failure with the reason', async () => {
  const received = await receiveFile(
    Readable.from([Buffer.from('x')]),
    join(await temporaryFolder(), 'none/upload'),
  );
  expect(received).toMatchObject({ failure: { code: 'FILE_WRITE' } });
});

test.runIf(process.platform === 'linux')('a full disk is told as such', async () => {
  const folder = await temporaryFolder();
  // The kernel's device that is always full; the link keeps the removal away from it.
  await symlink('/dev/full', join(folder, 'upload'));
  const received = await receiveFile(Readable.from([Buffer.alloc(3_000_000)]), join(folder, 'upload'));
  expect(received).toMatchObject({ ok: false, failure: { code: 'DISK_FULL' } });
  await expect(lstat(join(folder, 'upload'))).rejects.toThrow('ENOENT');
});

test('chunks that nobody else has arrive whole, and their memory is given back at once', async () => {
  const path = join(await temporaryFolder(), 'upload');
  const whole = randomBytes(20_000_000);
  // Every second one is a part of something larger, which stays as it is.
  const chunks = Array.from({ length: 200 }, (_, i) => {
    const part = whole.subarray(i * 100_000, (i + 1) * 100_000);
    return i % 2 === 0 ? Buffer.from(new Uint8Array(part).buffer) : part;
  });
  const received = await receiveFile(Readable.from(chunks), path, { ownsChunks: true });
  expect(received).toEqual({ ok: true, value: { bytes: whole.length, sha256: sha256(whole) } });
  expect((await readFile(path)).equals(whole)).toBe(true);
  expect(chunks.slice(0, 4).map(({ length }) => length)).toEqual([0, 100_000, 0, 100_000]);
});
