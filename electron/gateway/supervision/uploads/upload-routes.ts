import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '#shared/gateway-api/endpoint.ts';
import { uploadsApi } from '#shared/gateway-api/extensions.ts';
import { admitRequest, type RegisterOptions } from '../http/register-calls.ts';
import type { ResumableUploads } from './resumable-uploads.ts';

/**
 * The rows of `/uploads`. Access follows from the table as everywhere; what comes after is the library's, which reads the
 * request and writes the answer itself.
 */
export function registerUploads(
  app: FastifyInstance,
  resumable: ResumableUploads,
  options: RegisterOptions,
): void {
  if (options.plain) return;
  app.register(async (scope) => {
    // The body is not read by us.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const endpoint of Object.values(uploadsApi) as Endpoint[]) {
      scope.route({
        method: endpoint.method,
        url: endpoint.path,
        config: { endpoint },
        onRequest: admitRequest(endpoint, options, { isUpload: true }),
        handler: async (request, reply) => {
          for (const [name, value] of Object.entries(reply.getHeaders())) {
            if (value !== undefined) reply.raw.setHeader(name, value);
          }
          reply.hijack();
          await resumable.handle(request.raw, reply.raw);
        },
      });
    }
  });
}
