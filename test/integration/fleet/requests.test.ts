import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const login = '/api/v1/auth/login';

/** What the server makes of requests before any handler sees them (wire §1.0; OWASP API4:2023, API8:2023). */

test('bodies: JSON, form fields and gzip are read, others told what is wrong with them', async () => {
  const fleet = await inProcessFleet();
  const send = (body: string | Uint8Array, headers: Record<string, string>) =>
    fetch(fleet.url + login, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : Uint8Array.from(body),
    });
  const json = { 'content-type': 'application/json' };
  const form = await send('username=admin&password=correct+horse+battery', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(form.status).toBe(200);
  const good = JSON.stringify({ username: 'admin', password: 'correct horse battery' });
  expect((await send(gzipSync(good), { ...json, 'content-encoding': 'gzip' })).status).toBe(200);
  const told = async (answer: Response) => ({ status: answer.status, ...((await answer.json()) as object) });
  expect(await told(await send('{"username":', json))).toMatchObject({
    status: 400,
    code: 'body_unreadable',
  });
  expect(await told(await send('no gzip', { ...json, 'content-encoding': 'gzip' }))).toMatchObject({
    status: 400,
    code: 'body_unreadable',
  });
  expect(await told(await send(good, { ...json, 'content-encoding': 'br' }))).toMatchObject({
    status: 400,
    code: 'body_unreadable',
  });
  expect(await told(await send('{"__proto__":{"role":"owner"}}', json))).toMatchObject({ status: 400 });
  expect(await told(await send('[]', json))).toMatchObject({
    status: 400,
    code: 'request_invalid',
    details: expect.any(Array),
  });
  expect(await told(await send('', json))).toMatchObject({ status: 400, code: 'request_invalid' });
});

test('16 MB and one byte more: the second is refused, also when it comes small and unpacks large', async () => {
  const fleet = await inProcessFleet();
  const limit = 16_000_000;
  const padded = (bytes: number) => {
    const head = '{"username":"admin","password":"x","pad":"';
    return `${head}${'a'.repeat(bytes - head.length - 2)}"}`;
  };
  const send = (body: string | Uint8Array, more: Record<string, string> = {}) =>
    fetch(fleet.url + login, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: typeof body === 'string' ? body : Uint8Array.from(body),
    });
  expect((await send(padded(limit))).status).toBe(401);
  const tooLarge = await send(padded(limit + 1));
  expect([tooLarge.status, await tooLarge.json()]).toEqual([
    413,
    expect.objectContaining({ code: 'body_too_large' }),
  ]);
  const bomb = gzipSync(padded(200_000_000), { level: 9 });
  expect(bomb.length).toBeLessThan(300_000);
  expect((await send(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  expect((await fleet.ask('/health', null)).status).toBe(200);
});

test('failures are problem+json where that is asked for (RFC 9457), and carry the request id', async () => {
  const fleet = await inProcessFleet();
  const headers = { accept: 'application/problem+json', 'x-request-id': 'mine-1' };
  const answer = await fleet.ask(login, null, { body: { username: 1 }, headers });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('x-request-id')).toBe('mine-1');
  expect(answer.json).toMatchObject({
    ...{
      type: 'about:blank',
      title: 'Invalid request',
      status: 400,
      code: 'request_invalid',
      requestId: 'mine-1',
    },
    errors: [{ pointer: '/body/username' }, { pointer: '/body/password' }],
  });
  const unusable = await fleet.ask('/health', null, { headers: { 'x-request-id': 'a b\tc' } });
  expect(unusable.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('unknown routes and paths that cannot be decoded are told as such', async () => {
  const fleet = await inProcessFleet();
  const unknown = await fleet.ask('/api/v1/nothing?x=1', null);
  expect(unknown).toMatchObject({
    status: 404,
    json: { error: 'Not found', message: 'Route GET /api/v1/nothing not found', code: 'route_not_found' },
  });
  expect((await fleet.ask('/api/v1/users/%E0%A4%A', null)).status).toBe(400);
  expect((await fleet.ask('/health', null, { method: 'DELETE' })).status).toBe(404);
});

test('the document’s limits: told in headers, 429 with the time to wait, each caller for itself', async () => {
  const fleet = await inProcessFleet({
    options: { rateLimits: { global: 5, auth: 3, device: 4, admin: 2 } },
  });
  const owner = await fleet.owner();
  const users = () => fleet.ask('/api/v1/users', owner);
  const first = await users();
  expect(['limit', 'remaining', 'reset'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual([
    '2',
    '1',
    '60',
  ]);
  await users();
  const third = await users();
  expect(third).toMatchObject({
    status: 429,
    json: { error: 'Too many requests', code: 'too_many_requests' },
  });
  expect(third.json.retryAfter).toBe(Number(third.headers.get('retry-after')));
  // Another scope, and another caller.
  expect((await fleet.ask('/api/v1/auth/me', owner)).status).toBe(200);
  const admin = await fleet.user('admin');
  expect((await fleet.ask('/api/v1/users', admin)).status).toBe(200);
  // Guessing is counted by address, whatever name it tries.
  const guesses = [];
  for (const username of ['a', 'b', 'c'])
    guesses.push(await fleet.ask(login, null, { body: { username, password: 'x' } }));
  expect(guesses.at(-1)?.status).toBe(429);
  const { uuid, key } = await fleet.agent();
  const pings = [];
  for (let round = 0; round < 5; round += 1)
    pings.push((await fleet.ask(`/api/v1/device/${uuid}/ping`, key)).status);
  expect(pings).toEqual([200, 200, 200, 200, 429]);
});

test('the API tells about itself without a key: version, health, figures, documentation', async () => {
  const fleet = await inProcessFleet();
  expect((await fleet.ask('/', null)).json).toMatchObject({
    status: 'ok',
    apiVersion: 'v1',
    apiBase: '/api/v1',
  });
  expect((await fleet.ask('/health', null)).json).toMatchObject({
    status: 'healthy',
    uptime: expect.any(Number),
  });
  const metrics = await fleet.ask('/metrics', null);
  expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(metrics.text).toContain('fleet_http_responses_total{status="200"} 2');
  const page = await fleet.ask('/docs', null);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.text).toContain('/api/v1/auth/login');
  expect((await fleet.ask('/docs/openapi.json', null)).json).toMatchObject({ openapi: '3.1.0' });
});
