import { describe, expect, test } from 'vitest';
import { type GatewayCall, gatewayApi } from '../../../../shared/gateway-api/contract.ts';
import type { Endpoint } from '../../../../shared/gateway-api/endpoint.ts';
import { supervisionPackage } from '../../../fakes/archives.ts';
import {
  blobPart,
  type InProcessGateway,
  inProcessGateway,
  readerPassword,
} from '../../../fakes/in-process-gateway.ts';

/** Every row of the contract with no session, with a reader's and with an administrator's. */

const calls = Object.entries(gatewayApi) as [GatewayCall, Endpoint][];
const unknownJob = '01a1fd6b-762e-703b-b460-6da60304e696';

const pathOf = ({ path }: Endpoint) => path.replace(':name', 'none.zip').replace(':id', unknownJob);

function send(gateway: InProcessGateway, endpoint: Endpoint, cookie: string): Promise<Response> {
  const path = pathOf(endpoint);
  if (endpoint.multipart) return gateway.upload(path, [{ name: 'x.zip', content: 'no zip' }], cookie);
  const body =
    endpoint.body === undefined ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
  return fetch(gateway.url + path, {
    method: endpoint.method,
    ...body,
    headers: { ...body.headers, cookie },
  });
}

/** Whether the answer has the form that the row announces for its status. */
async function fits(endpoint: Endpoint, answer: Response): Promise<void> {
  const row = endpoint.answers[answer.status];
  expect(row, `${endpoint.path} answered ${answer.status}`).toBeDefined();
  expect(answer.headers.get('content-type')).toContain(row?.contentType);
  if (row?.schema !== undefined) expect(row.schema.safeParse(await answer.json()).success).toBe(true);
  else await answer.body?.cancel();
}

describe('access by row', () => {
  test('every row without a session', async () => {
    const gateway = await inProcessGateway();
    for (const [name, endpoint] of calls) {
      const answer = await send(gateway, endpoint, '');
      if (endpoint.access === 'none') await fits(endpoint, answer);
      else if (name === 'session') {
        expect(answer.status).toBe(401);
        expect(await answer.json()).toEqual({ err: 'Forbidden' });
      } else {
        expect(answer.status, name).toBe(403);
        expect(answer.headers.get('content-type')).toContain('text/plain');
        expect(await answer.text()).toBe('Forbidden');
      }
    }
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
  });

  test('every row with a session that may only look', async () => {
    const gateway = await inProcessGateway();
    let cookie = await gateway.reader();
    for (const [name, endpoint] of calls) {
      const answer = await send(gateway, endpoint, cookie);
      if (name === 'logout') cookie = await gateway.login('reader', readerPassword);
      if (endpoint.access === 'administrator') {
        expect(answer.status, name).toBe(403);
        expect(answer.headers.get('x-error-code')).toBe('ADMINISTRATOR_NEEDED');
        await answer.body?.cancel();
      } else {
        if (name !== 'login') expect([401, 403], name).not.toContain(answer.status);
        await fits(endpoint, answer);
      }
    }
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
  });

  test('every row as an administrator', async () => {
    const gateway = await inProcessGateway();
    let cookie = await gateway.login();
    for (const [name, endpoint] of calls) {
      const answer = await send(gateway, endpoint, cookie);
      if (name === 'logout') cookie = await gateway.login();
      if (name !== 'login') expect([401, 403], name).not.toContain(answer.status);
      await fits(endpoint, answer);
    }
    expect(gateway.sent.filter(({ type }) => type === 'reboot')).toHaveLength(4);
  });

  test('the table is walked whole and has rows of each kind', () => {
    expect(calls.length).toBeGreaterThan(20);
    for (const access of ['none', 'session', 'administrator']) {
      expect(calls.some(([, endpoint]) => endpoint.access === access)).toBe(true);
    }
  });
});

describe('paths that do not exist', () => {
  test.each([
    '/nothing',
    '/system',
    '/system/backup/',
    '/%zz',
    '/system/snapshot/%2e%2e%2fx',
    '/../etc/passwd',
  ])('%s tells nobody without a session that it does not exist', async (path) => {
    const gateway = await inProcessGateway();
    const answer = await gateway.get(path);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('Forbidden');
  });

  test('with a session they are 404', async () => {
    const gateway = await inProcessGateway();
    const answer = await gateway.get('/nothing', await gateway.login());
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ err: 'This path does not exist on this gateway.' });
  });

  test('HEAD of the reboot does not reboot', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const answer = await fetch(`${gateway.url}/system/actions/reboot`, {
      method: 'HEAD',
      headers: { cookie },
    });
    expect(answer.status).toBe(404);
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
  });
});

describe('reboot', () => {
  test.each([
    ['GET', '/system/actions/reboot'],
    ['POST', '/system/actions/reboot'],
    ['GET', '/peers/supervision/system/reboot'],
    ['POST', '/peers/supervision/system/reboot'],
  ])('%s %s reaches the launcher with the name of who asked', async (method, path) => {
    const gateway = await inProcessGateway();
    const answer = await fetch(gateway.url + path, { method, headers: { cookie: await gateway.login() } });
    expect(answer.status).toBe(200);
    expect(await gateway.said('reboot')).toEqual({ type: 'reboot', requestedBy: 'admin' });
  });

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ])('a page elsewhere (%o) cannot reboot with the cookie of the technician', async (headers) => {
    const gateway = await inProcessGateway();
    const answer = await gateway.get('/system/actions/reboot', await gateway.login(), headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-error-code')).toBe('CROSS_SITE_REFUSED');
    expect(gateway.sent.map(({ type }) => type)).toEqual(['ready']);
  });

  test('the own page and a typed address may', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    for (const headers of [
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: gateway.url },
    ]) {
      expect((await gateway.get('/system/actions/reboot', cookie, headers)).status).toBe(200);
    }
  });

  test('the same holds for uploads', async () => {
    const gateway = await inProcessGateway();
    const form = new FormData();
    form.append('file', new Blob([blobPart(await supervisionPackage('2026.12'))]), 'p.zip');
    const answer = await fetch(`${gateway.url}/system/upgrade`, {
      method: 'POST',
      headers: { cookie: await gateway.login(), origin: 'https://elsewhere.example' },
      body: form,
    });
    expect(answer.status).toBe(403);
  });
});

test('answers carry security headers and name no server software', async () => {
  const gateway = await inProcessGateway();
  const { headers } = await gateway.get('/system/capabilities');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
});
