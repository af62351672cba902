import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createFileBody } from '#platform/files/file-body.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

test('a file goes out whole, and its source ends before its target', async () => {
  const path = join(await temporaryFolder(), 'file');
  const content = randomBytes(1_500_000);
  await writeFile(path, content);
  const parts: Buffer[] = [];
  const ends: string[] = [];
  const target = new Writable({
    // Late and copied only then, like a slow socket.
    write: (chunk, _encoding, done) => void setImmediate(() => done(void parts.push(Buffer.from(chunk)))),
  });
  const body = createFileBody({ path, bytes: content.length });
  body.on('end', () => ends.push('source'));
  target.on('finish', () => ends.push('target'));
  body.pipe(target);
  await new Promise((resolve) => target.on('close', resolve));
  expect(Buffer.concat(parts).equals(content)).toBe(true);
  expect(ends).toEqual(['source', 'target']);
});

test('a file that is gone is an error of the source', async () => {
  const path = join(await temporaryFolder(), 'none');
  const target = new Writable({ write: (_chunk, _encoding, done) => done() });
  const body = createFileBody({ path, bytes: 1 });
  const failed = new Promise<NodeJS.ErrnoException>((resolve) => body.on('error', resolve));
  body.pipe(target);
  expect((await failed).code).toBe('ENOENT');
  expect(target.writableEnded).toBe(false);
});
