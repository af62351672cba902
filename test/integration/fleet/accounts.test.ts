import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { eventually } from '../../fakes/eventually.ts';
import { inProcessFleet, ownerPassword } from '../../fakes/in-process-fleet.ts';
import { startSmtpPeer } from '../../fakes/smtp-peer.ts';

const auth = '/api/v1/auth';
const users = '/api/v1/users';

describeOnEachDatabase('accounts', (newPlace) => {
  test('made, changed, deactivated and removed by an administrator; each counts at once', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const body = { username: 'Ann', email: 'ann@example.com', password: 'a long one', role: 'operator' };
    const made = await fleet.ask(users, owner, { body });
    expect(made).toMatchObject({
      status: 201,
      json: { username: 'Ann', role: 'operator', isActive: true, lastLoginAt: null },
    });
    for (const [field, value] of [
      ['username', 'ANN'],
      ['email', 'Ann@Example.com'],
    ] as const) {
      const other = { ...body, username: 'Bob', email: 'bob@example.com', [field]: value };
      expect(await fleet.ask(users, owner, { body: other })).toMatchObject({
        status: 409,
        json: { code: 'account_taken' },
      });
    }
    const ann = await fleet.login('ann', 'a long one');
    expect(ann).toMatchObject({ mustChangePassword: true });
    const path = `${users}/${made.json.id}`;
    const change = (fields: object) => fleet.ask(path, owner, { method: 'PUT', body: fields });
    expect((await fleet.ask(users, ann.accessToken)).status).toBe(403);
    expect((await change({ role: 'admin' })).json.role).toBe('admin');
    expect((await fleet.ask(users, ann.accessToken)).status).toBe(200);
    expect((await change({ isActive: false })).json.isActive).toBe(false);
    expect((await fleet.ask(users, ann.accessToken)).status).toBe(401);
    expect(
      (await fleet.ask(`${auth}/login`, null, { body: { username: 'ann', password: 'a long one' } })).status,
    ).toBe(401);
    expect((await fleet.ask(path, owner, { method: 'DELETE' })).status).toBe(204);
    expect((await fleet.ask(path, owner)).status).toBe(404);
    const { json } = await fleet.ask(
      `/api/v1/audit/events?aggregateTypes=user&deviceUuid=${made.json.id}`,
      owner,
    );
    const types = json.events.map(({ event_type }: { event_type: string }) => event_type);
    expect(types).toEqual([
      ...['user.deleted', 'authentication_failed', 'user.updated', 'user.updated', 'user.signed_in'],
      'user.created',
    ]);
  });

  test('nobody rises above the own role, removes the own account or the last owner (OWASP API5:2023)', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const { accessToken: owner, user } = await fleet.login();
    const admin = await fleet.user('admin');
    const ownerPath = `${users}/${user.id}`;
    const refused = (code: string, status: number) => ({ status, json: { code } });
    const as = (token: string, method: string, path: string, body?: object) =>
      fleet.ask(path, token, { method, ...(body && { body }) });
    expect(await as(admin, 'PUT', ownerPath, { role: 'viewer' })).toMatchObject(
      refused('role_above_own', 403),
    );
    expect(await as(admin, 'DELETE', ownerPath)).toMatchObject(refused('role_above_own', 403));
    const rising = { username: 'Eve', email: 'eve@example.com', password: 'a long one', role: 'owner' };
    expect(await as(admin, 'POST', users, rising)).toMatchObject(refused('role_above_own', 403));
    expect(await as(admin, 'POST', `${auth}/api-keys`, { name: 'k', role: 'owner' })).toMatchObject(
      refused('role_above_own', 403),
    );
    expect(
      await as(admin, 'POST', `${auth}/invites`, { email: 'e@example.com', role: 'owner' }),
    ).toMatchObject(refused('role_above_own', 403));
    expect(await as(owner, 'DELETE', ownerPath)).toMatchObject(refused('own_account', 400));
    expect(await as(owner, 'PUT', ownerPath, { isActive: false })).toMatchObject(refused('own_account', 400));
    // A second owner may demote the first, but not when that leaves none.
    const second = await as(owner, 'POST', users, { ...rising, username: 'Oli', email: 'oli@example.com' });
    const oli = (await fleet.login('oli', 'a long one')).accessToken;
    expect((await as(oli, 'PUT', ownerPath, { role: 'viewer' })).status).toBe(200);
    const third = await as(oli, 'POST', `${auth}/api-keys`, { name: 'robot', role: 'owner' });
    const robot = { 'x-api-key': third.json.key.key };
    const last = await fleet.ask(`${users}/${second.json.id}`, null, { method: 'DELETE', headers: robot });
    expect(last.json.code).toMatch(/own_account|last_owner/);
  });

  test('accounts of another tenant are not there (OWASP API1:2023)', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const { accessToken: owner, user } = await fleet.login();
    const stranger = await fleet.user('owner', await fleet.otherTenant());
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { role: 'viewer' }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await fleet.ask(`${users}/${user.id}`, stranger, { method, ...(body && { body }) });
      expect(answer, method).toMatchObject({ status: 404, json: { code: 'user_not_found' } });
    }
    const key = await fleet.ask(`${auth}/api-keys`, owner, { body: { name: 'k' } });
    const foreign = await fleet.ask(`${auth}/api-keys/${key.json.key.id}`, stranger, { method: 'DELETE' });
    expect(foreign).toMatchObject({ status: 404, json: { code: 'api_key_not_found' } });
    expect((await fleet.ask(`${auth}/api-keys`, stranger)).json.keys).toEqual([]);
    const { json } = await fleet.ask('/api/v1/audit/events', stranger);
    expect(new Set(json.events.map((event: { actor_name: string }) => event.actor_name)).has('admin')).toBe(
      false,
    );
  });

  test('an API key has the rights of its role, is shown once, and ends with its time, its maker or at once', async () => {
    const clock = { now: Date.now() };
    const fleet = await inProcessFleet({ place: await newPlace(), options: { now: () => clock.now } });
    const owner = await fleet.owner();
    const make = async (fields: object) =>
      (await fleet.ask(`${auth}/api-keys`, owner, { body: fields })).json.key;
    const status = async (key: string) =>
      (await fleet.ask(users, null, { headers: { 'x-api-key': key } })).status;
    const reader = await make({ name: 'reader' });
    const admin = await make({ name: 'robot', role: 'admin' });
    expect(admin.key).toMatch(/^[0-9a-f]{64}$/);
    expect([await status(reader.key), await status(admin.key)]).toEqual([403, 200]);
    expect((await fleet.ask(users, admin.key)).status).toBe(200);
    const { json: listed } = await fleet.ask(`${auth}/api-keys`, owner);
    expect(listed.keys).toHaveLength(2);
    expect(JSON.stringify(listed)).not.toContain(admin.key);
    const short = await make({
      name: 'short',
      role: 'admin',
      expires_at: new Date(clock.now + 60_000).toISOString(),
    });
    expect(await status(short.key)).toBe(200);
    clock.now += 61_000;
    expect(await status(short.key)).toBe(401);
    expect(
      (
        await fleet.ask(`${auth}/change-password`, admin.key, {
          body: { currentPassword: 'x', newPassword: 'y'.repeat(8) },
        })
      ).status,
    ).toBe(403);
    await fleet.ask(`${auth}/api-keys/${admin.id}`, await fleet.owner(), { method: 'DELETE' });
    expect(await status(admin.key)).toBe(401);
  });

  test('the same Idempotency-Key makes one API key, also when asked at once; another body is refused', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const headers = { 'idempotency-key': 'one' };
    const ask = (name: string) => fleet.ask(`${auth}/api-keys`, owner, { body: { name }, headers });
    const [first, second] = await Promise.all([ask('robot'), ask('robot')]);
    expect(first?.json.key.key).toBeDefined();
    expect(second?.json).toEqual(first?.json);
    await fleet.restart();
    const later = await fleet.ask(`${auth}/api-keys`, owner, { body: { name: 'robot' }, headers });
    expect(later.json).toEqual(first?.json);
    expect(await ask('other')).toMatchObject({ status: 422, json: { code: 'idempotency_conflict' } });
    expect((await fleet.ask(`${auth}/api-keys`, owner)).json.keys).toHaveLength(1);
    const kept = await fleet.store.read.selectFrom('idempotency_keys').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(first?.json.key.key);
  });

  test('accounts by invite only: once, for the address, until it expires or is withdrawn', async () => {
    const peer = await startSmtpPeer();
    const fleet = await inProcessFleet({ place: await newPlace(), options: { mail: peer.settings } });
    const owner = await fleet.owner();
    const account = { username: 'Ivy', email: 'ivy@example.com', password: 'a long one' };
    const register = (fields: object) =>
      fleet.ask(`${auth}/register`, null, { body: { ...account, ...fields } });
    expect(await register({})).toMatchObject({ status: 403, json: { code: 'registration_closed' } });
    const invite = await fleet.ask(`${auth}/invites`, owner, {
      body: { email: account.email, role: 'manager' },
    });
    expect(invite).toMatchObject({ status: 201, json: { token: null } });
    expect(peer.mails).toMatchObject([{ to: ['ivy@example.com'] }]);
    const tokenIn = (index: number) =>
      /this invite: ([\w-]{43})/.exec(peer.mails[index]?.content ?? '')?.[1] ?? '';
    const resent = await fleet.ask(`${auth}/invites/${invite.json.invite.id}/resend`, owner, {
      method: 'POST',
    });
    expect(resent.status).toBe(200);
    expect(await register({ invite: tokenIn(0) })).toMatchObject({
      status: 400,
      json: { code: 'invite_invalid' },
    });
    expect(await register({ invite: tokenIn(1), email: 'eve@example.com' })).toMatchObject({ status: 400 });
    const [one, two] = await Promise.all([
      register({ invite: tokenIn(1) }),
      register({ invite: tokenIn(1), username: 'Ivy2' }),
    ]);
    expect([one?.status, two?.status].sort()).toEqual([201, 400]);
    const made = one?.status === 201 ? one : two;
    expect(made?.json.data.user).toMatchObject({ role: 'manager', email: 'ivy@example.com' });
  });

  test('a forgotten password: a link by mail, good once; the answer tells nothing; all sessions end', async () => {
    const peer = await startSmtpPeer();
    const fleet = await inProcessFleet({ place: await newPlace(), options: { mail: peer.settings } });
    const { accessToken } = await fleet.login();
    const forgot = (email: string) => fleet.ask(`${auth}/password/reset`, null, { body: { email } });
    const [known, unknown] = [await forgot('admin@localhost'), await forgot('nobody@example.com')];
    expect(known.status).toBe(202);
    expect(unknown.json).toEqual(known.json);
    await eventually(() => peer.mails.length).toBe(1);
    const token = /token=([\w-]{43})/.exec(peer.mails[0]?.content ?? '')?.[1];
    const reset = (password: string) =>
      fleet.ask(`${auth}/reset-password`, null, { body: { token, password } });
    expect((await reset('a quite new one')).status).toBe(200);
    expect(await reset('yet another one')).toMatchObject({ status: 400, json: { code: 'reset_invalid' } });
    expect((await fleet.ask(`${auth}/me`, accessToken)).status).toBe(401);
    expect(
      (await fleet.ask(`${auth}/login`, null, { body: { username: 'admin', password: ownerPassword } }))
        .status,
    ).toBe(401);
    await fleet.login('admin', 'a quite new one');
  });

  test('without a mail server, or when it refuses, the link is in the audit log for an administrator', async () => {
    const peer = await startSmtpPeer({ refuses: true });
    const fleet = await inProcessFleet({ place: await newPlace(), options: { mail: peer.settings } });
    const owner = await fleet.owner();
    await fleet.ask(`${auth}/password/reset`, null, { body: { email: 'admin@localhost' } });
    const events = async () =>
      (await fleet.ask('/api/v1/audit/events?eventTypes=user.password_reset_requested', owner)).json.events;
    await eventually(async () => (await events()).length).toBe(1);
    const [{ data }] = await events();
    expect(data).toMatchObject({ mailed: false, why: expect.stringContaining('no such mailbox') });
    const token = new URL(data.link).searchParams.get('token');
    const body = { token, password: 'a quite new one' };
    expect((await fleet.ask(`${auth}/reset-password`, null, { body })).status).toBe(200);
  });

  test('changing the own password ends the other sessions, not this one', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const [mine, other] = [await fleet.owner(), await fleet.owner()];
    const change = (currentPassword: string) =>
      fleet.ask(`${auth}/change-password`, mine, {
        body: { currentPassword, newPassword: 'a quite new one' },
      });
    expect(await change('wrong')).toMatchObject({ status: 401, json: { code: 'credentials_refused' } });
    expect((await change(ownerPassword)).status).toBe(200);
    expect((await fleet.ask(`${auth}/me`, mine)).status).toBe(200);
    expect((await fleet.ask(`${auth}/me`, other)).status).toBe(401);
  });
});
