import { once } from 'node:events';
import axios from 'axios';
import { expect, onTestFinished, test } from 'vitest';
import { passwordDigest } from '../../../../../electron/gateway/supervision/accounts/first-account.ts';
import { createLinkAgent } from '../../../../../electron/platform/link/link-agent.ts';
import { createLinkEndpoint } from '../../../../../electron/platform/link/link-endpoint.ts';
import type { ByteLine } from '../../../../../electron/platform/serial/byte-line.ts';
import { gatewayApi } from '../../../../../shared/gateway-api/contract.ts';
import { consoleGateway } from '../../../../fakes/console-gateway.ts';
import { adminPassword } from '../../../../fakes/in-process-gateway.ts';
import { typist } from '../../../../fakes/typist.ts';

function linkTo(line: ByteLine) {
  const endpoint = createLinkEndpoint({
    line,
    role: 'initiator',
    baudRate: 115_200,
    remoteAddress: line.name,
  });
  const agent = createLinkAgent(() => endpoint);
  onTestFinished(async () => {
    agent.destroy();
    await endpoint.close();
  });
  const http = axios.create({
    baseURL: 'http://gateway.serial',
    httpAgent: agent,
    proxy: false,
    validateStatus: () => true,
  });
  return {
    endpoint,
    http,
    async login(password = adminPassword) {
      const answer = await http.post('/auth/rest', { username: 'admin', password: passwordDigest(password) });
      return { status: answer.status, cookie: String(answer.headers['set-cookie'] ?? '') };
    },
  };
}

test('the whole API over the console: login, calls side by side, events, activity and a stream', async () => {
  const { address, connect } = await consoleGateway();
  const { http, login, endpoint } = linkTo(await connect());
  expect(await endpoint.ready).toEqual({ ok: true, value: null });

  expect((await http.get('/session')).status).toBe(401);
  const { status, cookie } = await login();
  expect(status).toBe(200);
  const headers = { cookie: cookie.split(';')[0] };
  const answers = await Promise.all(
    ['/session', '/system/snapshots', '/system/jobs', '/docs/openapi.json', '/health'].map((path) =>
      http.get(path, { headers }),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  const backup = await http.get('/system/backup', { headers, responseType: 'arraybuffer' });
  expect(Buffer.from(backup.data).subarray(0, 2).toString()).toBe('PK');

  const activity = await http.get('/api/v1/system/activity', { headers });
  const { activities } = gatewayApi.activity.answers[200].schema.parse(activity.data);
  expect(activities.map(({ type, details }) => [type, details.address])).toEqual([
    ['backup', address],
    ['session', address],
  ]);
});

test('a machine takes the line over from a person, who is logged out; its goodbye gives it back', async () => {
  const { connect, gateway } = await consoleGateway();
  const line = await connect();
  const person = typist(line);
  await person.types('\r');
  await person.logsIn('admin', adminPassword);
  await person.reads('> ');
  const { endpoint, http } = linkTo(line);
  expect((await http.get('/health')).status).toBe(200);
  const sessions = () =>
    gateway.database((sql) => sql.prepare('SELECT count(*) AS n FROM sessions').get()?.n);
  await expect.poll(sessions).toBe(0);
  await endpoint.close();
  await person.reads('login: ');
});

test('wrong passwords over the link lock the name there, and the cookie is one for a line without TLS', async () => {
  const { connect } = await consoleGateway({ tls: true });
  const { login } = linkTo(await connect());
  expect((await login()).cookie).toMatch(/^WBLSUPSID=.*HttpOnly; SameSite=Strict; Path=\/$/);
  for (let round = 0; round < 5; round += 1) expect((await login('wrong')).status).toBe(401);
  expect((await login()).status).toBe(429);
});

test('the gateway is started again under an open link: what was asked fails, and the link comes back', async () => {
  const { connect, gateway } = await consoleGateway();
  const line = await connect();
  const { http, endpoint } = linkTo(line);
  expect((await http.get('/health')).status).toBe(200);
  await gateway.stop();
  const again = endpoint.openChannel();
  await once(again, 'close');
  await gateway.restart();
  const second = linkTo(line);
  expect((await second.http.get('/health')).status).toBe(200);
});
