import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createMultipartFile } from '../../../../electron/workbench/transfers/multipart-file.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const quiet = { onBytes: () => undefined, onLastByte: () => undefined };

async function fileOf(bytes: number) {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, Buffer.alloc(bytes, 'x'));
  return { path, name: 'package "1"\r\n.zip', bytes };
}

describe('one file as multipart', () => {
  test.each([0, 1, 512 * 1024, 1_500_000])('of %i bytes has the length that it announces', async (bytes) => {
    const multipart = createMultipartFile(await fileOf(bytes));
    const seen: number[] = [];
    const body = await buffer(
      multipart.open({ onBytes: (sent) => void seen.push(sent), onLastByte: () => void seen.push(-1) }),
    );
    expect(String(body.length)).toBe(multipart.headers['content-length']);
    const text = body.toString('latin1');
    expect(text).toContain('filename="package %221%22%0D%0A.zip"\r\n');
    expect(seen.at(-1)).toBe(-1);
    expect(seen.at(-2) ?? 0).toBe(bytes === 0 ? 0 : bytes);
  });

  test('can be opened again for an upload that is made again', async () => {
    const multipart = createMultipartFile(await fileOf(1_000));
    const first = await buffer(multipart.open(quiet));
    expect(await buffer(multipart.open(quiet))).toEqual(first);
  });

  test('never says the last byte of a file that shrank meanwhile', async () => {
    const file = await fileOf(2_000_000);
    const multipart = createMultipartFile(file);
    await truncate(file.path, 1_000_000);
    let last = false;
    const body = multipart.open({
      onBytes: () => undefined,
      onLastByte: () => {
        last = true;
      },
    });
    await expect(buffer(body)).rejects.toThrow('1000000 of 2000000');
    expect(last).toBe(false);
  });
});
