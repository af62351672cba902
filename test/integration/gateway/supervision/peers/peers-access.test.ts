import { expect, test } from 'vitest';
import { peersEndpoints } from '../../../../../shared/gateway-api/peers-endpoints.ts';
import { inProcessGateway } from '../../../../fakes/in-process-gateway.ts';

/** Every method of the dispatcher, with GET and POST, with no session, a reader's and an administrator's. */

const endpoints = peersEndpoints();
const rows = endpoints.flatMap(({ name, get, post }) => [
  { name, row: get },
  { name, row: post },
]);

test('without a session each is 403 and tells nothing', async () => {
  const gateway = await inProcessGateway();
  for (const { row } of rows) {
    const answer = await fetch(gateway.url + row.path, { method: row.method });
    expect(answer.status, row.path).toBe(403);
    expect(await answer.text()).toBe('Forbidden');
  }
});

test('a reader may look and nothing else, an administrator gets past the door everywhere', async () => {
  const gateway = await inProcessGateway();
  const reader = await gateway.reader();
  const administrator = await gateway.login();
  for (const { name, row } of rows) {
    const looked = await fetch(gateway.url + row.path, { method: row.method, headers: { cookie: reader } });
    const code = looked.headers.get('x-error-code');
    await looked.body?.cancel();
    if (row.access === 'administrator') {
      expect([looked.status, code], name).toEqual([403, 'ADMINISTRATOR_NEEDED']);
    } else expect(looked.status, name).not.toBe(403);
    const acted = await fetch(gateway.url + row.path, {
      method: row.method,
      headers: { cookie: administrator },
    });
    expect(Object.keys(row.answers).map(Number), name).toContain(acted.status);
    expect(acted.status, name).not.toBe(403);
    const body: unknown = await acted.json();
    const schema = row.answers[acted.status]?.schema;
    expect(schema?.safeParse(body).success, `${name}: ${JSON.stringify(body)}`).toBe(true);
  }
});

test('no page elsewhere calls a method with the cookie of the technician', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  for (const { row } of rows) {
    const headers = { cookie, origin: 'https://elsewhere.example' };
    const answer = await fetch(gateway.url + row.path, { method: row.method, headers });
    expect(answer.status, row.path).toBe(403);
    expect(answer.headers.get('x-error-code')).toBe('CROSS_SITE_REFUSED');
    await answer.body?.cancel();
  }
});

test('the table is walked whole', () => {
  expect(endpoints.length).toBeGreaterThan(35);
  expect(new Set(endpoints.map(({ module }) => module))).toEqual(
    new Set(['gateways', 'logics', 'accounts', 'system']),
  );
});

test('what the dispatcher does not know is 404 for who is logged in', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  for (const path of [
    'gateways/nothing',
    'nothing/getGateways',
    'gateways/getGateways/one',
    'gateways/toString',
  ]) {
    expect((await gateway.get(`/peers/supervision/${path}`, cookie)).status, path).toBe(404);
    expect((await gateway.get(`/peers/supervision/${path}`)).status, path).toBe(403);
  }
});
