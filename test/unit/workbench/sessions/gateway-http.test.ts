import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGatewayHttp } from '../../../../electron/workbench/sessions/gateway-http.ts';

async function serve(host: string, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen({ host, port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return host.includes(':') ? `http://[${host}]:${port}` : `http://${host}:${port}`;
}

function open(address: string) {
  const http = createGatewayHttp({ address, judge: () => 'refuse' });
  onTestFinished(http.close);
  return http;
}

const setsAndShowsCookie: RequestListener = (request, response) => {
  response.setHeader('set-cookie', 'WBLSUPSID=a; HttpOnly; Path=/');
  response.end(request.headers.cookie ?? 'none');
};

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe('the HTTP client of one gateway', () => {
  // The cookie agent left the brackets out: "Invalid URL" for every request to an IPv6 address.
  test.skipIf(!hasIpv6)('keeps its cookie at an IPv6 address', async () => {
    const http = open(await serve('::1', setsAndShowsCookie));
    expect((await http.request({ method: 'GET', path: '/' })).text).toBe('none');
    expect((await http.request({ method: 'GET', path: '/' })).text).toBe('WBLSUPSID=a');
  });

  test('has cookies of its own: two gateways on one host do not share them', async () => {
    const first = open(await serve('127.0.0.1', setsAndShowsCookie));
    const second = open(await serve('127.0.0.1', setsAndShowsCookie));
    await first.request({ method: 'GET', path: '/' });
    expect((await second.request({ method: 'GET', path: '/' })).text).toBe('none');
    first.close();
    expect((await first.request({ method: 'GET', path: '/' })).text).toBe('none');
  });

  test('does not follow a redirect, and sends nothing to where it points', async () => {
    let followed = false;
    const elsewhere = await serve('127.0.0.1', (_request, response) => {
      followed = true;
      response.end();
    });
    const http = open(
      await serve('127.0.0.1', (_request, response) =>
        response.writeHead(302, { location: elsewhere }).end(),
      ),
    );
    expect(await http.request({ method: 'GET', path: '/' })).toMatchObject({ status: 302 });
    expect(followed).toBe(false);
  });

  test('a base path of the address is kept', async () => {
    const address = await serve('127.0.0.1', (request, response) => response.end(request.url));
    expect((await open(`${address}/box/1`).request({ method: 'GET', path: '/session' })).text).toBe(
      '/box/1/session',
    );
  });

  test('a kept connection that was closed meanwhile is replaced without a word', async () => {
    const http = open(
      await serve('127.0.0.1', (request, response) => {
        response.end('ok');
        // After the answer, as a server whose idle time is over.
        response.once('finish', () => setImmediate(() => request.socket.destroySoon()));
      }),
    );
    for (let n = 0; n < 20; n++) {
      expect((await http.request({ method: 'GET', path: '/' })).text).toBe('ok');
    }
  });

  // Every read goes into the same buffer: a chunk that still waits must not be written over by the next.
  test('a long answer arrives whole at a slow reader, with the cookie of the others', async () => {
    const whole = randomBytes(6_000_000);
    const http = open(
      await serve('127.0.0.1', (request, response) => {
        if (request.url === '/login') return setsAndShowsCookie(request, response);
        response.writeHead(request.headers.cookie === undefined ? 403 : 200).end(whole);
      }),
    );
    await http.request({ method: 'GET', path: '/login' });
    const { status, stream } = await http.request({ method: 'GET', path: '/', answer: 'stream' });
    const chunks: Buffer[] = [];
    for await (const chunk of stream ?? []) {
      chunks.push(chunk);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(status).toBe(200);
    expect(Buffer.concat(chunks).equals(whole)).toBe(true);
  });

  test('closing ends a stream that is under way', async () => {
    const http = open(await serve('127.0.0.1', (_request, response) => void response.write('the beginning')));
    const { stream } = await http.request({ method: 'GET', path: '/', answer: 'stream' });
    const reading = (async () => {
      for await (const _chunk of stream ?? []) http.close();
    })();
    await expect(reading).rejects.toThrow('aborted');
  });
});
