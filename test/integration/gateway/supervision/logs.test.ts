import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import type { LogEntry } from '../../../../shared/gateway-api/management-api.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { inProcessGateway } from '../../../fakes/in-process-gateway.ts';
import { managementClient } from '../../../fakes/management-client.ts';
import { startRealGateway } from '../../../fakes/real-gateway.ts';

const time = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const line = (second: number, msg: string) => `${JSON.stringify({ time: time(second), level: 30, msg })}\n`;

async function gatewayWithLogs(files: Record<string, string>) {
  const gateway = await inProcessGateway();
  const logs = join(gateway.folder, 'logs');
  for (const [name, content] of Object.entries(files)) await writeFile(join(logs, name), content);
  const client = await managementClient(gateway, 'write');
  const tail = async (query = '') => {
    const answer = await client.get(`/system/logs${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as { logs: LogEntry[]; processes: string[] };
  };
  return { gateway, client, logs, tail };
}

const files = {
  'web-out.log': line(1, 'Server started on port 3000') + line(3, 'third'),
  'web-error.log': line(2, 'trouble'),
  'modbus_1-out.log': line(4, 'last'),
};

test('GET /system/logs: the documented fields, merged in time order', async () => {
  const { tail } = await gatewayWithLogs(files);
  const body = await tail('?lines=5000');
  expect(Object.keys(body)).toEqual(['logs', 'processes']);
  expect(body.processes).toEqual(expect.arrayContaining(['modbus_1', 'web']));
  // The gateway's own drivers log, too.
  const logs = body.logs.filter(({ process }) => ['web', 'modbus_1'].includes(process));
  expect(logs[0]).toEqual({
    timestamp: time(1),
    type: 'out',
    process: 'web',
    message: 'Server started on port 3000',
    level: 'info',
  });
  expect(logs.map(({ message }) => message)).toEqual([
    'Server started on port 3000',
    'trouble',
    'third',
    'last',
  ]);
});

test('lines, type and process; nothing but lines of the list', async () => {
  const { tail, client } = await gatewayWithLogs(files);
  expect((await tail('?lines=1&process=web')).logs.map(({ message }) => message)).toEqual(['third']);
  expect((await tail('?type=err&process=web')).logs.map(({ message }) => message)).toEqual(['trouble']);
  expect((await tail('?process=web')).logs).toHaveLength(3);
  for (const process of ['..', '../state/gateway', '/etc/passwd', 'web-out', '']) {
    expect((await tail(`?process=${encodeURIComponent(process)}`)).logs).toEqual([]);
  }
  for (const query of ['?lines=0', '?lines=5001', '?type=both', '?lines=x']) {
    expect((await client.get(`/system/logs${query}`)).status).toBe(400);
  }
});

test('DELETE /system/logs: one process, then all; unknown names are not found', async () => {
  const { tail, client, logs, gateway } = await gatewayWithLogs(files);
  const unknown = await client.delete('/system/logs?process=..%2Fstate');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ success: false });
  const one = await client.delete('/system/logs?process=modbus_1');
  expect(await one.json()).toEqual({ success: true, message: 'Logs flushed' });
  expect((await tail('?process=modbus_1')).logs).toEqual([]);
  expect((await tail('?process=web')).logs).toHaveLength(3);
  await client.delete('/system/logs');
  expect((await tail('?process=web')).logs).toEqual([]);
  expect(await readFile(join(logs, 'web-out.log'), 'utf8')).toBe('');
  const flushed = (await client.activities('?type=log')).map(({ action, target }) => [action, target]);
  expect(flushed).toEqual([
    ['flushed', 'all'],
    ['flushed', 'modbus_1'],
  ]);
  expect((await gateway.get('/health')).status).toBe(200);
});

test('flushing needs write', async () => {
  const { gateway } = await gatewayWithLogs(files);
  const reader = await managementClient(gateway, 'read');
  const refused = await reader.delete('/system/logs');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toEqual({ success: false, error: expect.any(String) });
});

test('a real gateway: launcher, gateway application and drivers in one log, each line with its own time', async () => {
  const gateway = await startRealGateway();
  const login = await fetch(`${gateway.address}/auth/rest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: passwordDigest(gateway.password) }),
  });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const tail = async () => {
    const answer = await fetch(`${gateway.address}/api/v1/system/logs?lines=1000`, { headers: { cookie } });
    return (await answer.json()) as { logs: LogEntry[]; processes: string[] };
  };
  await eventually(async () => (await tail()).processes).toEqual(
    expect.arrayContaining(['launcher', 'supervision', expect.stringMatching(/^system_/)]),
  );
  const { logs } = await tail();
  const times = logs.map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort());
  expect(new Set(times).size).toBeGreaterThan(1);
  const ready = logs.find(({ message }) => message.startsWith('the gateway application is ready'));
  expect(ready).toMatchObject({ process: 'supervision', type: 'out', level: 'info' });
  expect(
    logs.some(({ process, message }) => process === 'launcher' && message.includes('supervision starts')),
  ).toBe(true);
});
