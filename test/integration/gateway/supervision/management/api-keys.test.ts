import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../../../fakes/api-keys.ts';
import { goodBody } from '../../../../fakes/good-body.ts';
import { type InProcessGateway, inProcessGateway } from '../../../../fakes/in-process-gateway.ts';

const path = '/api/v1/settings/api-keys';
const list = async (gateway: InProcessGateway, headers: Record<string, string>) =>
  (await goodBody('apiKeys', await fetch(gateway.url + path, { headers }))).apiKeys;
const revoke = (gateway: InProcessGateway, id: string, headers: Record<string, string>) =>
  fetch(`${gateway.url}${path}/${id}`, { method: 'DELETE', headers });
const activities = async (gateway: InProcessGateway, cookie: string) =>
  (await goodBody('activity', await gateway.get('/api/v1/system/activity?type=api-key', cookie))).activities;

describe('API keys', () => {
  test('made, used, listed and revoked; the key itself is told once', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const made = await gateway.post(path, { name: 'monitor', permissions: { system: 'read' } }, cookie);
    expect(made.status).toBe(200);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const body = await made.clone().json();
    expect(body).toEqual({ success: true, apiKey: expect.any(String), id: expect.any(String) });
    const { apiKey, id } = await goodBody('apiKeyCreate', made);

    const [entry] = await list(gateway, { cookie });
    expect(entry).toEqual({
      id,
      name: 'monitor',
      prefix: apiKey.slice(0, 10),
      permissions: { system: 'read' },
      createdAt: expect.any(String),
      expiresAt: null,
      lastUsedAt: null,
    });
    expect((await gateway.get('/api/v1/system/resources', '', { 'x-api-key': apiKey })).status).toBe(200);
    expect((await list(gateway, { cookie }))[0]?.lastUsedAt).not.toBeNull();

    expect((await revoke(gateway, id, { cookie })).status).toBe(200);
    expect((await gateway.get('/api/v1/system/resources', '', { 'x-api-key': apiKey })).status).toBe(401);
    expect(await list(gateway, { cookie })).toEqual([]);
    const again = await revoke(gateway, id, { cookie });
    expect(again.status).toBe(404);
    expect(await again.json()).toEqual({
      success: false,
      error: 'This API key does not exist on this gateway.',
    });
  });

  test('keys survive a restart, and a restart brings no revoked one back', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const kept = await makeApiKey(gateway, cookie, 'read');
    const gone = await makeApiKey(gateway, cookie, 'read');
    await revoke(gateway, gone.id, { cookie });
    await gateway.restart();
    const ask = async (key: string) =>
      (await gateway.get('/api/v1/system/resources', '', { 'x-api-key': key })).status;
    expect(await ask(kept.apiKey)).toBe(200);
    expect(await ask(gone.apiKey)).toBe(401);
  });

  test('both are written down with who did it', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const first = await makeApiKey(gateway, cookie, 'write');
    const headers = { 'x-api-key': first.apiKey, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'second', permissions: { system: 'none' } });
    const second = await goodBody(
      'apiKeyCreate',
      await fetch(gateway.url + path, { method: 'POST', headers, body }),
    );
    await revoke(gateway, second.id, { 'x-api-key': first.apiKey });
    const found = await activities(gateway, cookie);
    const short = found.map(({ action, target, user }) => [action, target, user]);
    expect(short).toEqual([
      ['revoked', 'second', 'write key'],
      ['created', 'second', 'write key'],
      ['created', 'write key', 'admin'],
    ]);
    expect(found[2]?.details).toMatchObject({ id: first.id, permission: 'write', address: '127.0.0.1' });
    expect(JSON.stringify(found)).not.toContain(first.apiKey);
  });

  test('a key that ends makes none that outlives it', async () => {
    const gateway = await inProcessGateway();
    const end = new Date(Date.now() + 3_600_000);
    const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'write', end);
    const make = (expiresAt?: string) =>
      gateway.post(path, { name: 'x', permissions: { system: 'write' }, expiresAt }, '', {
        'x-api-key': apiKey,
      });
    for (const later of [undefined, new Date(end.getTime() + 1).toISOString()]) {
      const refused = await make(later);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain(end.toISOString());
    }
    expect((await make(end.toISOString())).status).toBe(200);
  });

  test.each([
    [{}],
    [{ name: '', permissions: { system: 'read' } }],
    [{ name: 'x', permissions: {} }],
    [{ name: 'x', permissions: { system: 'root' } }],
    [{ name: 'x', permissions: { system: 'read', other: 'read' } }],
    [{ name: 'x', permissions: { system: 'read' }, expiresAt: 'tomorrow' }],
    [{ name: 'x', permissions: { system: 'read' }, expiresAt: '2020-01-01T00:00:00Z' }],
    [{ name: 'x', permissions: { system: 'read' }, more: 1 }],
    [[]],
    [null],
  ])('%j makes none', async (body) => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const answer = await gateway.post(path, body, cookie);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ success: false, error: expect.any(String) });
    expect(await list(gateway, { cookie })).toEqual([]);
  });

  test('a page elsewhere makes none with the cookie of an administrator', async () => {
    const gateway = await inProcessGateway();
    const cookie = await gateway.login();
    const answer = await gateway.post(path, { name: 'x', permissions: { system: 'write' } }, cookie, {
      origin: 'https://elsewhere.example',
    });
    expect(answer.status).toBe(403);
    expect(await list(gateway, { cookie })).toEqual([]);
  });
});

describe('how a key is sent', () => {
  test.each([
    (key: string) => ({ 'x-api-key': key }),
    (key: string) => ({ authorization: `Bearer ${key}` }),
    (key: string) => ({ authorization: `bearer   ${key} ` }),
    // The key's own header counts before the general one.
    (key: string) => ({ 'x-api-key': key, authorization: 'Bearer something else' }),
  ])('%#', async (headersOf) => {
    const gateway = await inProcessGateway();
    const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'read');
    const answer = await fetch(`${gateway.url}/api/v1/license/status`, { headers: headersOf(apiKey) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-key-permission')).toBe('read');
  });

  test.each([
    ['none at all', {}, 'KEY_MISSING'],
    ['an empty header', { 'x-api-key': '' }, 'KEY_INVALID'],
    ['an empty token', { authorization: 'Bearer ' }, 'KEY_MISSING'],
    ['a name and password', { authorization: 'Basic YWRtaW46YWRtaW4=' }, 'KEY_MISSING'],
  ])('%s is none', async (_what, headers, code) => {
    const gateway = await inProcessGateway();
    const answer = await fetch(`${gateway.url}/api/v1/license/status`, {
      headers: headers as Record<string, string>,
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-error-code')).toBe(code);
  });

  test('a key opens nothing of the system API', async () => {
    const gateway = await inProcessGateway();
    const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'write');
    const answer = await gateway.get('/system/backup', '', { 'x-api-key': apiKey });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('Forbidden');
  });
});

describe('600 requests a minute', () => {
  test('of one key; the next one is told when to come again, another key is not held up', async () => {
    const gateway = await inProcessGateway({ deps: { limits: { requestsPerMinute: 5 } } });
    const cookie = await gateway.login();
    const one = await makeApiKey(gateway, cookie, 'read');
    const other = await makeApiKey(gateway, cookie, 'read');
    const ask = (key: string) => gateway.get('/api/v1/license/status', '', { 'x-api-key': key });
    for (let request = 0; request < 5; request++) expect((await ask(one.apiKey)).status).toBe(200);
    const refused = await ask(one.apiKey);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual({
      success: false,
      error: expect.stringMatching(/^Too many requests\. Wait \d+ s/),
    });
    expect((await ask(other.apiKey)).status).toBe(200);
  });

  test('of one session, over both APIs together; refused ones count, too', async () => {
    const gateway = await inProcessGateway({ deps: { limits: { requestsPerMinute: 4 } } });
    const cookie = await gateway.reader();
    const paths = ['/session', '/api/v1/system/resources', '/system/jobs'];
    for (const each of paths) expect((await gateway.get(each, cookie)).status).toBe(200);
    expect((await gateway.get('/system/actions/reboot', cookie)).status).toBe(403);
    for (const each of ['/session', '/api/v1/system/resources', '/system/backup', '/system/actions/reboot']) {
      const refused = await gateway.get(each, cookie);
      expect(refused.status, each).toBe(429);
      expect(refused.headers.get('retry-after'), each).toMatch(/^\d+$/);
    }
    expect((await gateway.get('/session', await gateway.login())).status).toBe(200);
  });

  test('what needs neither is not counted', async () => {
    const gateway = await inProcessGateway({ deps: { limits: { requestsPerMinute: 1 } } });
    for (let request = 0; request < 5; request++) {
      expect((await gateway.get('/health')).status).toBe(200);
      expect((await gateway.get('/session')).status).toBe(401);
    }
  });
});
