import { describe, expect, test } from 'vitest';
import { passwordDigest } from '../../../../electron/gateway/supervision/accounts/first-account.ts';
import type { Account } from '../../../../shared/gateway-api/configuration.ts';
import {
  type InProcessGateway,
  inProcessGateway,
  readerPassword,
} from '../../../fakes/in-process-gateway.ts';

/** `/peers/supervision/accounts/*`. */

const secret = passwordDigest('new and long');

async function bench() {
  const gateway = await inProcessGateway();
  const cookie = await gateway.login();
  const call = async <T = unknown>(method: string, args: object, as = cookie) => {
    const answer = await gateway.post(`/peers/supervision/accounts/${method}`, args, as);
    const isJson = answer.headers.get('content-type')?.includes('json');
    return {
      status: answer.status,
      code: answer.headers.get('x-error-code'),
      body: (isJson ? await answer.json() : await answer.text()) as T,
    };
  };
  const accounts = async () => (await call<Account[]>('getAccounts', {})).body;
  const idOf = async (username: string) => {
    const found = (await accounts()).find((account) => account.username === username);
    if (found === undefined) throw new Error(`no account ${username}`);
    return found.id;
  };
  return { gateway, cookie, call, accounts, idOf };
}

const isLive = async (gateway: InProcessGateway, cookie: string) =>
  (await gateway.get('/session', cookie)).status === 200;

test('an account is added, logs in, and is never shown with its secret', async () => {
  const { gateway, call, accounts } = await bench();
  const added = await call<Account>('insertAccount', { account: { username: ' anna ', password: secret } });
  expect(added).toMatchObject({ status: 200, body: { username: 'anna', administrator: false } });
  expect(await call('getAccountById', { id: added.body.id })).toMatchObject({ body: added.body });
  expect((await accounts()).map(({ username }) => username)).toEqual(['admin', 'anna']);
  expect(JSON.stringify(await accounts())).not.toMatch(/argon|password/i);
  const cookie = await gateway.login('anna', 'new and long');
  expect(await (await gateway.get('/session', cookie)).json()).toMatchObject({ administrator: false });
});

test('a name is there once', async () => {
  const { call, idOf } = await bench();
  const account = { username: 'admin', password: secret };
  expect(await call('insertAccount', { account })).toMatchObject({ status: 400, code: 'ACCOUNT_NAME_TAKEN' });
  await call('insertAccount', { account: { username: 'anna', password: secret } });
  const renamed = await call('updateAccount', { account: { id: await idOf('anna'), username: 'admin' } });
  expect(renamed.code).toBe('ACCOUNT_NAME_TAKEN');
});

test('a password that is no digest is refused', async () => {
  const { call, accounts } = await bench();
  const answer = await call('insertAccount', { account: { username: 'anna', password: 'plain text' } });
  expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(await accounts()).toHaveLength(1);
});

test('a renamed account keeps its session, one that loses its role does not', async () => {
  const { gateway, call, idOf } = await bench();
  const account = { username: 'anna', password: secret, administrator: true };
  await call('insertAccount', { account });
  const anna = await gateway.login('anna', 'new and long');
  const id = await idOf('anna');
  await call('updateAccount', { account: { id, username: 'ann' } });
  expect(await (await gateway.get('/session', anna)).json()).toMatchObject({ username: 'ann' });
  await gateway.restart();
  expect(await isLive(gateway, anna)).toBe(true);
  await call('updateAccount', { account: { id, administrator: false } });
  expect(await isLive(gateway, anna)).toBe(false);
});

describe('the last administrator', () => {
  test('cannot be deleted or lose the role; with a second one both go', async () => {
    const { gateway, cookie, call, idOf } = await bench();
    const id = await idOf('admin');
    for (const [method, args] of [
      ['deleteAccount', { id }],
      ['updateAccount', { account: { id, administrator: false } }],
    ] as const) {
      const refused = await call(method, args);
      expect(refused).toMatchObject({ status: 400, code: 'ACCOUNT_LAST_ADMINISTRATOR' });
    }
    await call('insertAccount', { account: { username: 'anna', password: secret, administrator: true } });
    expect(await call('deleteAccount', { id })).toMatchObject({ status: 200, body: null });
    expect(await isLive(gateway, cookie)).toBe(false);
  });
});

describe('a password', () => {
  test('of oneself needs the old one; other sessions end, this one goes on', async () => {
    const { gateway, call, idOf } = await bench();
    const reader = await gateway.reader();
    const other = await gateway.login('reader', readerPassword);
    const id = await idOf('reader');
    const change = (oldPassword?: string) =>
      call('updateAccountPassword', { account: { id, password: secret, oldPassword } }, reader);
    expect(await change()).toMatchObject({ status: 400, code: 'ACCOUNT_OLD_PASSWORD' });
    expect(await change(passwordDigest('wrong'))).toMatchObject({
      status: 400,
      code: 'ACCOUNT_OLD_PASSWORD',
    });
    expect(await change(passwordDigest(readerPassword))).toMatchObject({ status: 200, body: null });
    expect(await isLive(gateway, reader)).toBe(true);
    expect(await isLive(gateway, other)).toBe(false);
    await gateway.login('reader', 'new and long');
  });

  test('of oneself is changed by the name, too: who may not look at the accounts knows no id', async () => {
    const { gateway, call, idOf } = await bench();
    const reader = await gateway.reader();
    const change = (id: string) =>
      call(
        'updateAccountPassword',
        { account: { id, password: secret, oldPassword: passwordDigest(readerPassword) } },
        reader,
      );
    expect(await change('admin')).toMatchObject({ status: 403, code: 'ADMINISTRATOR_NEEDED' });
    expect(await change('reader')).toMatchObject({ status: 200, body: null });
    await gateway.login('reader', 'new and long');
    // An account whose id is that name is another account.
    const account = { id: 'reader', username: 'anna', password: secret };
    expect(await call('insertAccount', { account })).toMatchObject({ status: 200 });
    expect(await idOf('anna')).toBe('reader');
    expect(await change('reader')).toMatchObject({ status: 403, code: 'ADMINISTRATOR_NEEDED' });
  });

  test('of somebody else is for administrators', async () => {
    const { gateway, idOf, call } = await bench();
    const reader = await gateway.reader();
    const account = { id: await idOf('admin'), password: secret };
    const refused = await call('updateAccountPassword', { account }, reader);
    expect(refused).toMatchObject({ status: 403, code: 'ADMINISTRATOR_NEEDED' });
    const own = { id: await idOf('reader'), password: secret };
    expect((await call('updateAccountPassword', { account: own })).status).toBe(200);
    expect(await isLive(gateway, reader)).toBe(false);
    await gateway.login('reader', 'new and long');
  });

  test('guessing the old one is locked like guessing at the login, also over a restart', async () => {
    const { gateway, call, idOf } = await bench();
    const reader = await gateway.reader();
    const id = await idOf('reader');
    const guess = () =>
      call(
        'updateAccountPassword',
        { account: { id, password: secret, oldPassword: passwordDigest('guess') } },
        reader,
      );
    for (let i = 0; i < 5; i++) expect((await guess()).code).toBe('ACCOUNT_OLD_PASSWORD');
    expect((await guess()).code).toBe('LOGIN_LOCKED');
    await gateway.restart();
    expect((await guess()).code).toBe('LOGIN_LOCKED');
  });
});

test('every change is in the activity log, without any secret', async () => {
  const { gateway, cookie, call, idOf } = await bench();
  await call('insertAccount', { account: { username: 'anna', password: secret } });
  await call('updateAccount', { account: { id: await idOf('anna'), username: 'ann' } });
  await call('updateAccountPassword', { account: { id: await idOf('ann'), password: secret } });
  await call('deleteAccount', { id: await idOf('ann') });
  const answer = await gateway.get('/api/v1/system/activity?type=account', cookie);
  const { activities } = (await answer.json()) as {
    activities: { action: string; target: string; user: string; details: object }[];
  };
  expect(activities.map(({ action, target, user }) => [action, target, user])).toEqual([
    ['deleted', 'ann', 'admin'],
    ['password-changed', 'ann', 'admin'],
    ['changed', 'ann', 'admin'],
    ['created', 'anna', 'admin'],
  ]);
  expect(activities[2]?.details).toMatchObject({ from: 'anna' });
  expect(JSON.stringify(activities)).not.toContain(secret);
});
