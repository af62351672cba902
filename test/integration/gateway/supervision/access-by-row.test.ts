import { expect, test } from 'vitest';
import { gatewayApi } from '../../../../shared/gateway-api/contract.ts';
import type { Endpoint } from '../../../../shared/gateway-api/endpoint.ts';
import { uploadsApi } from '../../../../shared/gateway-api/extensions.ts';
import { foreignKey, makeApiKey } from '../../../fakes/api-keys.ts';
import { eventually } from '../../../fakes/eventually.ts';
import {
  type InProcessGateway,
  inProcessGateway,
  readerPassword,
} from '../../../fakes/in-process-gateway.ts';

/** Every row of the contract with every kind of caller, generated from the table. */

type Permission = 'none' | 'read' | 'write';
type Caller =
  | { kind: 'nobody' }
  | { kind: 'session'; administrator: boolean }
  | { kind: 'key'; permission: Permission | 'invalid' };

const calls = Object.entries({ ...gatewayApi, ...uploadsApi }) as [string, Endpoint][];
const unknownJob = '01a1fd6b-762e-703b-b460-6da60304e696';
const pathOf = ({ path }: Endpoint) =>
  path.replace(':driver', 'modbus').replace(':name', 'none.zip').replace(':id', unknownJob);

/** Codes that mean: you may not do this. */
const accessCodes = [
  'SESSION_MISSING',
  'ADMINISTRATOR_NEEDED',
  'CROSS_SITE_REFUSED',
  'KEY_MISSING',
  'KEY_INVALID',
  'KEY_TOO_WEAK',
];

/** The code with which the contract refuses this caller; null: it may. */
function refusal({ access }: Endpoint, caller: Caller): string | null {
  if (access === 'none') return null;
  if (access === 'session' || access === 'administrator') {
    if (caller.kind !== 'session') return 'SESSION_MISSING';
    return access === 'administrator' && !caller.administrator ? 'ADMINISTRATOR_NEEDED' : null;
  }
  if (caller.kind === 'nobody') return 'KEY_MISSING';
  if (caller.kind === 'session') {
    return access === 'system:write' && !caller.administrator ? 'ADMINISTRATOR_NEEDED' : null;
  }
  if (caller.permission === 'invalid') return 'KEY_INVALID';
  const rank = { none: 0, read: 1, write: 2 } as const;
  const needed = { 'any-key': 0, 'system:read': 1, 'system:write': 2 } as const;
  return rank[caller.permission] < needed[access] ? 'KEY_TOO_WEAK' : null;
}

function permissionShown({ source }: Endpoint, caller: Caller): string | null {
  if (source !== 'management-api' || caller.kind === 'nobody') return null;
  if (caller.kind === 'session') return caller.administrator ? 'write' : 'read';
  return caller.permission === 'read' || caller.permission === 'write' ? caller.permission : null;
}

function send(
  gateway: InProcessGateway,
  endpoint: Endpoint,
  headers: Record<string, string>,
): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob(['no zip']), 'x.zip');
  const json = endpoint.body !== undefined;
  return fetch(gateway.url + pathOf(endpoint), {
    method: endpoint.method,
    headers: { ...headers, ...(json && { 'content-type': 'application/json' }) },
    body: endpoint.multipart !== undefined ? form : json ? '{}' : null,
  });
}

/** Whether the answer has the form that the row announces for its status. */
async function fits(name: string, endpoint: Endpoint, answer: Response): Promise<void> {
  const row = endpoint.answers[answer.status];
  expect(row, `${name} answered ${answer.status}`).toBeDefined();
  expect(answer.headers.get('content-type'), name).toContain(row?.contentType);
  if (row?.schema !== undefined) row.schema.parse(await answer.json());
  else await answer.body?.cancel();
}

async function refusedAs(name: string, endpoint: Endpoint, code: string, answer: Response): Promise<void> {
  const isKeys = code.startsWith('KEY_');
  const status = name === 'session' || code === 'KEY_MISSING' || code === 'KEY_INVALID' ? 401 : 403;
  expect(answer.status, name).toBe(status);
  const text = await answer.text();
  if (endpoint.method === 'HEAD') return;
  if (endpoint.source === 'management-api') {
    expect(JSON.parse(text), name).toEqual({ success: false, error: expect.any(String) });
    expect(answer.headers.get('content-type'), name).toContain('application/json');
  } else if (name === 'session') {
    expect(JSON.parse(text)).toEqual({ err: 'Forbidden' });
  } else if (code === 'SESSION_MISSING') {
    expect(text, name).toBe('Forbidden');
    expect(answer.headers.get('content-type'), name).toContain('text/plain');
  }
  if (isKeys || endpoint.source !== 'extension') expect(answer.headers.get('x-error-code'), name).toBe(code);
}

/** Calls every row and holds each answer against the table. `headers` is asked before each call: a logout ends a session. */
async function walk(
  gateway: InProcessGateway,
  caller: Caller,
  headers: () => Promise<Record<string, string>>,
) {
  for (const [name, endpoint] of calls) {
    const answer = await send(gateway, endpoint, await headers());
    const code = refusal(endpoint, caller);
    expect(answer.headers.get('x-key-permission'), name).toBe(permissionShown(endpoint, caller));
    if (code !== null) await refusedAs(name, endpoint, code, answer);
    else {
      expect(accessCodes, name).not.toContain(answer.headers.get('x-error-code'));
      // A tus library serves these; what they answer is held by its own tests.
      if (name in uploadsApi) await answer.body?.cancel();
      else await fits(name, endpoint, answer);
    }
  }
}

const rebootsOf = (gateway: InProcessGateway) => gateway.sent.filter(({ type }) => type === 'reboot').length;

test('nobody', async () => {
  const gateway = await inProcessGateway();
  await walk(gateway, { kind: 'nobody' }, async () => ({}));
  expect(rebootsOf(gateway)).toBe(0);
});

test('a session that may only look', async () => {
  const gateway = await inProcessGateway();
  let cookie = await gateway.reader();
  await walk(gateway, { kind: 'session', administrator: false }, async () => {
    const alive = (await gateway.get('/session', cookie)).status === 200;
    if (!alive) cookie = await gateway.login('reader', readerPassword);
    return { cookie };
  });
  expect(rebootsOf(gateway)).toBe(0);
});

test('an administrator', async () => {
  const gateway = await inProcessGateway();
  let cookie = await gateway.login();
  await walk(gateway, { kind: 'session', administrator: true }, async () => {
    if ((await gateway.get('/session', cookie)).status !== 200) cookie = await gateway.login();
    return { cookie };
  });
  expect(rebootsOf(gateway)).toBe(calls.filter(([name]) => /reboot/i.test(name)).length);
});

test.each(['none', 'read', 'write'] as const)('an API key with %s', async (permission) => {
  const gateway = await inProcessGateway();
  const { apiKey } = await makeApiKey(gateway, await gateway.login(), permission);
  await walk(gateway, { kind: 'key', permission }, async () => ({ 'x-api-key': apiKey }));
  expect(rebootsOf(gateway)).toBe(0);
});

test('an API key as bearer token', async () => {
  const gateway = await inProcessGateway();
  const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'read');
  await walk(gateway, { kind: 'key', permission: 'read' }, async () => ({
    authorization: `Bearer ${apiKey}`,
  }));
});

test('an API key that has expired', async () => {
  const gateway = await inProcessGateway();
  const { apiKey } = await makeApiKey(gateway, await gateway.login(), 'write', new Date(Date.now() + 1_000));
  const headers = { 'x-api-key': apiKey };
  await eventually(async () => (await gateway.get('/api/v1/license/status', '', headers)).status).toBe(401);
  await walk(gateway, { kind: 'key', permission: 'invalid' }, async () => headers);
});

test('an API key that was revoked', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const { id, apiKey } = await makeApiKey(gateway, cookie, 'write');
  const revoked = await fetch(`${gateway.url}/api/v1/settings/api-keys/${id}`, {
    method: 'DELETE',
    headers: { cookie },
  });
  expect(await revoked.json()).toEqual({ success: true });
  await walk(gateway, { kind: 'key', permission: 'invalid' }, async () => ({ 'x-api-key': apiKey }));
});

test('an API key of another gateway, even beside an administrator’s session', async () => {
  const gateway = await inProcessGateway();
  await walk(gateway, { kind: 'key', permission: 'invalid' }, async () => ({ 'x-api-key': foreignKey }));
  const cookie = await gateway.login();
  const answer = await gateway.get('/api/v1/system/resources', cookie, { 'x-api-key': foreignKey });
  expect(answer.status).toBe(401);
});

test('the table is walked whole and has rows of each kind', () => {
  expect(calls.length).toBeGreaterThan(50);
  for (const access of ['none', 'session', 'administrator', 'system:read', 'system:write', 'any-key']) {
    expect(calls.some(([, endpoint]) => endpoint.access === access)).toBe(true);
  }
});
