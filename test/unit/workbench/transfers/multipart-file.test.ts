import { randomBytes } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import {
  createMultipartFile,
  type MultipartFile,
  type UploadListener,
} from '../../../../electron/workbench/transfers/multipart-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const quiet: UploadListener = { onBytes: () => undefined, onLastByte: () => undefined };

async function fileOf(bytes: number) {
  const path = join(await temporaryFolder(), 'file');
  const content = randomBytes(bytes);
  await writeFile(path, content);
  return { path, name: 'package "1"\r\n.zip', bytes, content };
}

/** Takes every chunk late and copies it only then, like a slow socket. */
function receive(multipart: MultipartFile, listener: UploadListener): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const target = new Writable({
      write(chunk, _encoding, done) {
        setImmediate(() => {
          parts.push(Buffer.from(chunk));
          done();
        });
      },
      final(done) {
        resolve(Buffer.concat(parts));
        done();
      },
    });
    const body = multipart.open(listener);
    body.on('error', reject);
    body.pipe(target);
  });
}

describe('one file as multipart', () => {
  test.each([0, 1, 512 * 1024, 2_500_000])(
    'of %i bytes arrives as it is, with the length announced',
    async (bytes) => {
      const file = await fileOf(bytes);
      const multipart = createMultipartFile(file);
      const seen: number[] = [];
      const body = await receive(multipart, {
        onBytes: (sent) => void seen.push(sent),
        onLastByte: () => void seen.push(-1),
      });
      expect(String(body.length)).toBe(multipart.headers['content-length']);
      const headBytes = body.indexOf('\r\n\r\n') + 4;
      expect(body.subarray(headBytes, headBytes + bytes).equals(file.content)).toBe(true);
      expect(body.toString('latin1', 0, headBytes)).toContain('filename="package %221%22%0D%0A.zip"\r\n');
      expect(seen.at(-1)).toBe(-1);
      expect(seen.at(-2) ?? 0).toBe(bytes);
    },
  );

  test('can be opened again for an upload that is made again', async () => {
    const multipart = createMultipartFile(await fileOf(1_000));
    const first = await receive(multipart, quiet);
    expect(await receive(multipart, quiet)).toEqual(first);
  });

  test('never says the last byte of a file that shrank meanwhile', async () => {
    const file = await fileOf(2_000_000);
    const multipart = createMultipartFile(file);
    await truncate(file.path, 1_000_000);
    let last = false;
    const onLastByte = () => {
      last = true;
    };
    await expect(receive(multipart, { ...quiet, onLastByte })).rejects.toThrow('1000000 of 2000000');
    expect(last).toBe(false);
  });

  test('stops reading when the connection closes', async () => {
    const multipart = createMultipartFile(await fileOf(3_000_000));
    const target = new Writable({ write: (_chunk, _encoding, done) => setImmediate(done) });
    const failed = new Promise<Error>((resolve) => {
      const body = multipart.open({ ...quiet, onBytes: () => target.destroy() });
      body.on('error', resolve);
      body.pipe(target);
    });
    expect((await failed).message).toBe('the connection was closed');
  });
});
