import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ensureCertificate } from '#platform/certificates/self-signed.ts';
import { checkHealth } from '../../../../electron/gateway/launcher/check-health.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

const bootId = '0193a7c0-0000-4000-8000-000000000001';
const expected = { bootId, revision: '2026.12' };
const healthy = { status: 'ok', revision: '2026.12', bootId, checks: {} };

async function serve(listener: RequestListener, secure?: { key: string; cert: string }): Promise<string> {
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `${secure === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const answering =
  (body: unknown, status = 200): RequestListener =>
  (request, response) => {
    response.statusCode = request.url === '/health' ? status : 404;
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

test.each([
  [healthy, 200, null],
  [{ ...healthy, revision: '2026.11' }, 200, 'it says that it is revision 2026.11'],
  [
    { ...healthy, bootId: '0193a7c0-0000-4000-8000-000000000002' },
    200,
    'another program answers on its port',
  ],
  [
    { ...healthy, status: 'failing', checks: { disk: { ok: false, detail: 'full' } } },
    503,
    'its health check fails: disk full',
  ],
  [{ hello: 1 }, 200, 'its health check gave an answer that cannot be read'],
  ['<html>', 200, expect.stringContaining('its health check does not answer')],
])('%j with %i', async (body, status, verdict) => {
  expect(await checkHealth(await serve(answering(body, status)), expected, 'unused')).toEqual(verdict);
});

test('nobody there', async () => {
  expect(await checkHealth('http://127.0.0.1:1/', expected, 'unused')).toContain('ECONNREFUSED');
});

test('https is trusted with the certificate of the data folder only', async () => {
  const folder = await temporaryFolder();
  const ours = await ensureCertificate(join(folder, 'ours'), { commonName: 'boiler', altNames: ['boiler'] });
  const theirs = await ensureCertificate(join(folder, 'theirs'), {
    commonName: 'boiler',
    altNames: ['boiler'],
  });
  const certificate = join(folder, 'ours/cert.pem');
  expect(await checkHealth(await serve(answering(healthy), ours), expected, certificate)).toBeNull();
  expect(await checkHealth(await serve(answering(healthy), theirs), expected, certificate)).toContain(
    'does not answer',
  );
});
