import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { errorTable } from '#shared/errors/error-table.ts';
import { failure } from '#shared/errors/failure.ts';
import type { FileShelf } from '../files/file-shelf.ts';

/** `POST /files` (raw body, `x-file-name` URI-encoded) → FileToken; `GET /files/:token` downloads what the token names. */
export async function registerFileRoutes(app: FastifyInstance, files: FileShelf): Promise<void> {
  app.removeAllContentTypeParsers();
  // The body stays a stream: a package of gigabytes goes to the disk without being held.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.post('/files', async (request, reply) => {
    const name = decodeName(request.headers['x-file-name']);
    if (name === null) {
      return reply.code(400).send(failure('BRIDGE_BAD_INPUT', { what: 'x-file-name is missing' }));
    }
    const received = await files.adoptUpload(request.raw, name);
    if (!received.ok) {
      // What follows is not read: the rest of a refused upload must not be taken for the next request.
      reply.header('connection', 'close');
      return reply.code(errorTable[received.failure.code].status).send(received.failure);
    }
    return received.value;
  });

  app.get('/files/:token', async (request, reply) => {
    const { token } = request.params as { token: string };
    const file = await files.find(token);
    if (!file.ok) return reply.code(404).send(file.failure);
    const { path, name, bytes } = file.value;
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(createReadStream(path));
  });
}

function decodeName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header === '') return null;
  try {
    return decodeURIComponent(header);
  } catch {
    return null;
  }
}
