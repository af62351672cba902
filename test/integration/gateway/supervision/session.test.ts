import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import { adminPassword, inProcessGateway } from '../../../fakes/in-process-gateway.ts';

const wrong = { username: 'admin', password: passwordDigest('wrong') };
const right = { username: 'admin', password: passwordDigest(adminPassword) };

test('a login answers the session id and the documented cookie', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.post('/auth/rest', right);
  const { sessionId } = (await answer.json()) as { sessionId: string };
  expect(sessionId).toMatch(/^[0-9a-f]{64}$/);
  expect(answer.headers.get('set-cookie')).toBe(`WBLSUPSID=${sessionId}; HttpOnly; SameSite=Strict; Path=/`);
  const session = await gateway.get('/session', `WBLSUPSID=${sessionId}`);
  expect(await session.json()).toMatchObject({ sessionId, username: 'admin', administrator: true });
});

test('a wrong password and an unknown name get the same answer', async () => {
  const gateway = await inProcessGateway();
  const answers = [];
  for (const body of [wrong, { username: 'nobody', password: passwordDigest('wrong') }]) {
    const answer = await gateway.post('/auth/rest', body);
    const { date, ...headers } = Object.fromEntries(answer.headers);
    answers.push({ status: answer.status, body: await answer.text(), headers });
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject({ status: 401, body: '{"err":"Invalid username or password"}' });
});

test('the plain password is refused as a request, not tried', async () => {
  const gateway = await inProcessGateway();
  const answer = await gateway.post('/auth/rest', { username: 'admin', password: adminPassword });
  expect(answer.status).toBe(400);
});

test('5 failures lock name and address, also for the right password, and only that name', async () => {
  const gateway = await inProcessGateway();
  for (let i = 0; i < 5; i++) expect((await gateway.post('/auth/rest', wrong)).status).toBe(401);
  const locked = await gateway.post('/auth/rest', right);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await locked.json()).toMatchObject({ err: expect.stringContaining('Too many failed logins') });
  const other = await gateway.post('/auth/rest', { ...wrong, username: 'somebody' });
  expect(other.status).toBe(401);
});

test('5 tries at the same time are all that there are', async () => {
  const gateway = await inProcessGateway();
  const answers = await Promise.all(Array.from({ length: 12 }, () => gateway.post('/auth/rest', wrong)));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
});

test('a logout ends the session at once', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const answer = await gateway.post('/logout', {}, cookie);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
  expect((await gateway.get('/session', cookie)).status).toBe(401);
  expect((await gateway.get('/system/backup', cookie)).status).toBe(403);
});

test('a name stays locked over a restart of the gateway application', async () => {
  const gateway = await inProcessGateway();
  const guess = () => gateway.post('/auth/rest', { username: 'admin', password: '0'.repeat(32) });
  for (let i = 0; i < 4; i++) expect((await guess()).status).toBe(401);
  await gateway.restart();
  expect((await guess()).status).toBe(401);
  expect((await guess()).status).toBe(429);
  await gateway.restart();
  const locked = await gateway.post('/auth/rest', right);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a session survives a restart of the gateway application', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  await gateway.restart();
  expect((await gateway.get('/session', cookie)).status).toBe(200);
});

test('a session idles out by the setting, also over a restart', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const session = await (await gateway.get('/session', cookie)).json();
  const { createdAt, expiresAt } = session as { createdAt: string; expiresAt: string };
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeGreaterThanOrEqual(24 * 3_600_000);
  await gateway.stop();
  gateway.database((sql) => sql.exec(`UPDATE sessions SET used_at = used_at - 86400001`));
  await gateway.restart();
  expect((await gateway.get('/session', cookie)).status).toBe(401);
});

test('the database holds neither a session id nor what a login sends', async () => {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const sessionId = cookie.slice('WBLSUPSID='.length);
  await gateway.stop();
  const bytes = await readFile(join(gateway.folder, 'state', 'gateway.sqlite'), 'latin1');
  expect(bytes).not.toContain(sessionId);
  expect(bytes).not.toContain(Buffer.from(sessionId, 'hex').toString('latin1'));
  expect(bytes).not.toContain(right.password);
  expect(bytes).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('without a password from outside one is generated, readable for its owner only, and logs in', async () => {
  const gateway = await inProcessGateway({ deps: { adminPassword: undefined } });
  const path = join(gateway.folder, 'initial-admin-password');
  const password = (await readFile(path, 'utf8')).trim();
  expect(password.length).toBeGreaterThanOrEqual(16);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  await gateway.login('admin', password);
  await gateway.restart();
  await gateway.login('admin', password);
});

test('a password from outside leaves no password file', async () => {
  const gateway = await inProcessGateway();
  await gateway.login();
  await expect(stat(join(gateway.folder, 'initial-admin-password'))).rejects.toThrow('ENOENT');
});

test('a made-up or broken cookie is no session', async () => {
  const gateway = await inProcessGateway();
  for (const cookie of ['WBLSUPSID=', `WBLSUPSID=${'0'.repeat(64)}`, 'WBLSUPSID=%zz', 'x', ';;=']) {
    expect((await gateway.get('/session', cookie)).status).toBe(401);
  }
});
