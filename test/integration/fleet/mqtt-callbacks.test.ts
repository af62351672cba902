import { expect, test } from 'vitest';
import { type InProcessFleet, inProcessFleet } from '../../fakes/in-process-fleet.ts';

/** The HTTP backend of mosquitto-go-auth asks by `acc`, EMQX by `action`; the status decides (wire §1.13). */

const callback = '/mosquitto-auth/callback';
const password = 'long enough';
const mqtt = { port: 0, tlsPort: 0, plain: false, external: null };

async function withUsers(callbackSecret: string | null = null) {
  const fleet = await inProcessFleet({ options: { mqtt: { ...mqtt, callbackSecret } } });
  const owner = await fleet.owner();
  const acls = [
    { topic: 'plant/#', access: 5 },
    { topic: 'plant/orders', access: 2 },
  ];
  await fleet.ask('/mosquitto-auth/user', owner, { body: { username: 'panel', password, acls } });
  await fleet.ask('/mosquitto-auth/user', owner, {
    body: { username: 'root', password, is_superuser: true },
  });
  return fleet;
}

const ask = async (fleet: InProcessFleet, what: string, body: object, headers: Record<string, string> = {}) =>
  (await fleet.ask(`${callback}/${what}`, null, { body, headers })).status;

test('who may connect, and who is a superuser', async () => {
  const fleet = await withUsers();
  const user = await fleet.ask(`${callback}/user`, null, { body: { username: 'panel', password } });
  expect(user).toMatchObject({ status: 200, json: { result: 'allow', is_superuser: false } });
  const wrong = await fleet.ask(`${callback}/user`, null, { body: { username: 'panel', password: 'x' } });
  expect(wrong).toMatchObject({ status: 403, json: { result: 'deny', error: expect.any(String) } });
  expect(await ask(fleet, 'user', { username: 'nobody', password })).toBe(403);
  expect(await ask(fleet, 'superuser', { username: 'root' })).toBe(200);
  expect(await ask(fleet, 'superuser', { username: 'panel' })).toBe(403);
});

test.each([
  [{ topic: 'plant/a', acc: 1 }, 200],
  [{ topic: 'plant/a', acc: 2 }, 403],
  [{ topic: 'plant/orders', acc: 2 }, 200],
  [{ topic: 'plant/#', acc: 4 }, 200],
  [{ topic: '#', acc: 4 }, 403],
  [{ topic: 'plant/orders', acc: 3 }, 200],
  [{ topic: 'plant/a', acc: '1' }, 200],
  [{ topic: 'plant/orders', action: 'publish' }, 200],
  [{ topic: 'plant/a', action: 'publish' }, 403],
  [{ topic: 'plant/a', action: 'subscribe' }, 200],
  [{ topic: 'plant/a' }, 400],
])('rule asked for: %j: %i', async (asked, status) => {
  const fleet = await withUsers();
  expect(await ask(fleet, 'acl', { username: 'panel', clientid: 'x', ...asked })).toBe(status);
  expect(await ask(fleet, 'acl', { username: 'nobody', ...asked })).toBe(status === 400 ? 400 : 403);
});

test('with a secret nobody asks without it; without one only this machine, and no proxy on it', async () => {
  const body = { username: 'root' };
  const secured = await withUsers('s3cret');
  expect(await ask(secured, 'superuser', body)).toBe(403);
  expect(await ask(secured, 'superuser', body, { 'x-callback-secret': 'wrong' })).toBe(403);
  expect(await ask(secured, 'superuser', body, { 'x-callback-secret': 's3cret' })).toBe(200);
  expect(await ask(secured, 'superuser?secret=s3cret', body)).toBe(200);
  const refused = await secured.ask(`${callback}/superuser`, null, { body });
  expect(refused.json.code).toBe('mqtt_callback_refused');
  const open = await withUsers();
  expect(await ask(open, 'superuser', body)).toBe(200);
  expect(await ask(open, 'superuser', body, { 'x-forwarded-for': '10.0.0.1' })).toBe(403);
});

test('guessing through a callback is slowed down, too', async () => {
  const fleet = await withUsers();
  for (let tries = 0; tries < 10; tries++) await ask(fleet, 'user', { username: 'panel', password: 'x' });
  const locked = await fleet.ask(`${callback}/user`, null, { body: { username: 'panel', password } });
  expect(locked).toMatchObject({ status: 403, json: { error: 'too many failed logins' } });
});
