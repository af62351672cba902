import { expect, test } from 'vitest';
import { gatewayApi } from '../../../../../shared/gateway-api/contract.ts';
import { consoleGateway } from '../../../../fakes/console-gateway.ts';
import { adminPassword } from '../../../../fakes/in-process-gateway.ts';
import { linkTo } from '../../../../fakes/link-client.ts';
import { typist } from '../../../../fakes/typist.ts';

test('the whole API over the console: login, calls side by side, a download, activity', async () => {
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
  const ended = await new Promise((resolve) => endpoint.onClosed(resolve));
  expect(ended).toBe('goodbye');
  await gateway.restart();
  const second = linkTo(line);
  expect((await second.http.get('/health')).status).toBe(200);
});
