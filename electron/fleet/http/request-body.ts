import type { IncomingHttpHeaders } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** A stream of which Fastify is told how much came over the wire, so that both sizes are held to the limit. */
type Counted = Readable & { receivedEncodedLength?: number };

/**
 * Bodies of the fleet API (wire §1.0): JSON, form fields, and for rows with `stream` anything, left as it comes. Others that are
 * compressed are inflated, and the limit of the body holds for what comes out, too.
 */
export function acceptBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.routeOptions.config.fleetEndpoint?.stream) return done(null, payload);
    done(null, inflated(request.headers, payload));
  });
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', (request, payload, done) => {
    if (request.routeOptions.config.fleetEndpoint?.stream) return done(null, payload);
    payload.resume();
    done(null, undefined);
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, { ...parseQuery(String(body)) }),
  );
}

function inflated(headers: IncomingHttpHeaders, payload: Readable): Readable {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === 'identity') return payload;
  if (encoding !== 'gzip' && encoding !== 'deflate') throw new UnsupportedEncoding(encoding);
  const out: Counted = encoding === 'gzip' ? createGunzip() : createInflate();
  out.receivedEncodedLength = 0;
  payload.on('data', (chunk: Buffer) => {
    out.receivedEncodedLength = (out.receivedEncodedLength ?? 0) + chunk.length;
  });
  payload.on('error', (error) => out.destroy(error));
  return payload.pipe(out as unknown as NodeJS.WritableStream & Readable);
}

/** Answered with 415, as Fastify does for a type that it does not know. */
class UnsupportedEncoding extends Error {
  readonly statusCode = 415;
  constructor(encoding: string) {
    super(`bodies with content-encoding ${encoding} cannot be read here; send gzip, deflate or none`);
  }
}
