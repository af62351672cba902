import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A box of another make with nothing but the management API of the documentation, behind a prefix if need be. */
export interface ManagementBox {
  /** With the prefix. */
  address: string;
  /** Requests so far: `METHOD /path`, without the prefix. */
  asked: string[];
  /** Keys that it takes, with what they may do; to be changed by the test. */
  keys: Map<string, 'none' | 'read' | 'write'>;
  /** Headers of the last request. */
  lastHeaders(): IncomingMessage['headers'];
  version: string;
  /** What its feed has; the same as `version`: nothing new. */
  latest: string;
  /** The next `count` requests get 429. */
  limit(count: number, retryAfterSeconds: number): void;
  /** What follows an accepted update. */
  onApply: 'restart' | 'in-place' | 'error' | 'nothing';
  updatesExpired: boolean;
}

export async function startManagementBox(
  options: { prefix?: string; awayMs?: number } = {},
): Promise<ManagementBox> {
  const prefix = options.prefix ?? '';
  let headers: IncomingMessage['headers'] = {};
  let away = false;
  let limited = { left: 0, seconds: 0 };

  const refuse = (response: ServerResponse, status: number, error: string) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ success: false, error }));
  const answer = (response: ServerResponse, value: unknown) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

  async function apply(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const event = (name: string, data: unknown) =>
      response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    event('progress', { step: 'downloading', progress: 50 });
    if (box.onApply === 'error') {
      event('error', { error: 'the package does not fit this board' });
      response.end();
      return;
    }
    event('progress', { step: 'applying', progress: 90 });
    if (box.onApply !== 'nothing') box.version = box.latest;
    if (box.onApply === 'restart') {
      // The line is cut as a restart cuts it: without a last word.
      setTimeout(() => {
        away = true;
        server.closeAllConnections();
        setTimeout(() => {
          away = false;
        }, options.awayMs ?? 400);
      }, 50);
      return;
    }
    event('complete', { success: true, version: box.latest });
    response.end();
  }

  const usage = { total: 8, used: 4, free: 4, usagePercent: 50 };
  const cpu = { usage: 25.5, cores: 4, model: 'Intel Core i7-9700', loadAverage: [1.2, 0.8, 0.6] };
  const network = { bytesIn: 1073741824, bytesOut: 536870912 };
  const routes: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'GET /api/v1/system/resources': (response) =>
      answer(response, { cpu, memory: usage, disk: usage, network }),
    'GET /api/v1/system/logs': (response) => answer(response, { logs: [], processes: ['web'] }),
    'GET /api/v1/system/updates': (response) =>
      answer(response, {
        currentVersion: box.version,
        latestVersion: box.latest,
        updateAvailable: box.latest !== box.version,
      }),
    'POST /api/v1/system/updates/download'(response) {
      if (box.updatesExpired) {
        refuse(response, 403, 'Updates expired. Please renew your license.');
        return;
      }
      const downloadPath = '/tmp/update.tar.gz';
      answer(response, { success: true, version: box.latest, downloadPath, checksum: 'sha256:ab' });
    },
    'POST /api/v1/system/updates/apply': (response) => void apply(response),
    'POST /api/v1/license/validate': (response) => refuse(response, 401, 'Invalid license key'),
  };

  const server = createServer((request, response) => {
    if (away) return void request.socket.destroy();
    headers = request.headers;
    const url = request.url ?? '';
    const path = `${request.method} ${url.startsWith(prefix) ? url.slice(prefix.length) : `(outside) ${url}`}`;
    box.asked.push(path);
    request.resume();
    if (!path.includes(' /api/v1/')) return void response.writeHead(404).end('Not found');
    if (limited.left > 0) {
      limited.left -= 1;
      response.setHeader('retry-after', String(limited.seconds));
      return void refuse(response, 429, 'Too many requests');
    }
    const key = request.headers['x-api-key'];
    const may = typeof key === 'string' ? box.keys.get(key) : undefined;
    if (may === undefined) return void refuse(response, 401, 'Invalid API key');
    const write = request.method !== 'GET' && !path.includes('/license/');
    if (may === 'none' || (write && may !== 'write')) return void refuse(response, 403, 'Permission denied');
    const route = routes[path.split('?')[0] ?? ''];
    if (route === undefined) return void response.writeHead(404).end('Not found');
    route(response);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const box: ManagementBox = {
    address: `http://127.0.0.1:${port}${prefix}`,
    asked: [],
    keys: new Map(),
    lastHeaders: () => headers,
    version: '1.0.0',
    latest: '1.0.0',
    limit(count, seconds) {
      limited = { left: count, seconds };
    },
    onApply: 'restart',
    updatesExpired: false,
  };
  return box;
}
