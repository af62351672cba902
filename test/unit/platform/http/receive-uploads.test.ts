import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from '#platform/http/http-server.ts';
import { receiveUpload } from '#platform/http/receive-uploads.ts';
import { serverLimits as limits } from '#platform/http/server-limits.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

// The memory of chunks is given back once they are written; the parser must have done with them by then.
test('an upload that is full of almost boundaries arrives as it is', async () => {
  const path = join(await temporaryFolder(), 'upload');
  const app = await createHttpServer({
    limits,
    log: pino({ level: 'silent' }),
    onBadRequest: (_request, reply) => void reply.code(400).send(),
  });
  onTestFinished(() => app.close());
  app.post('/', (request) => receiveUpload(request, { path, maxFiles: 1, limits }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });

  const boundary = 'a-boundary-of-this-test';
  const half = Buffer.from(`\r\n--${boundary.slice(0, -1)}.`);
  const parts = Array.from({ length: 300 }, (_, n) => [randomBytes((n * 7_919) % 60_000), half]);
  const content = Buffer.concat(parts.flat());
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body,
  });

  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(await answer.json()).toEqual({
    ok: true,
    value: { name: 'a.zip', path, bytes: content.length, sha256 },
  });
  expect((await readFile(path)).equals(content)).toBe(true);
});
