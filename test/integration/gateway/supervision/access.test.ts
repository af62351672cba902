import { describe, expect, test } from 'vitest';
import { foreignKey, makeApiKey } from '../../../fakes/api-keys.ts';
import { supervisionPackage } from '../../../fakes/archives.ts';
import { blobPart, inProcessGateway } from '../../../fakes/in-process-gateway.ts';

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

  test('a key learns which paths of the management API exist, and of no other', async () => {
    const gateway = await inProcessGateway();
    const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'read');
    const ask = (path: string, key: string) => gateway.get(path, '', { 'x-api-key': key });
    const answer = await ask('/api/v1/nothing', apiKey);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      success: false,
      error: 'This path does not exist on this gateway.',
    });
    expect(await (await ask('/nothing', apiKey)).text()).toBe('Forbidden');
    expect(await (await ask('/api/v1/nothing', foreignKey)).text()).toBe('Forbidden');
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
