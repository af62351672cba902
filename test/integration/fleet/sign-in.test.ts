import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { inProcessFleet, ownerPassword } from '../../fakes/in-process-fleet.ts';

const login = '/api/v1/auth/login';
const refresh = '/api/v1/auth/refresh';
const me = '/api/v1/auth/me';

describeOnEachDatabase('signing in', (newPlace) => {
  test('by name or e-mail address; the answer is what existing clients read; signing out counts at once', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const byName = await fleet.ask(login, null, { body: { username: 'ADMIN', password: ownerPassword } });
    expect(byName.json).toEqual({
      message: expect.any(String),
      data: {
        accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
        refreshToken: expect.any(String),
        expiresIn: 900,
        mustChangePassword: false,
        user: expect.objectContaining({ username: 'admin', email: 'admin@localhost', role: 'owner' }),
      },
    });
    const claims = JSON.parse(
      Buffer.from(byName.json.data.accessToken.split('.')[1], 'base64url').toString('utf8'),
    );
    expect(claims).toMatchObject({ username: 'admin', role: 'owner', type: 'access', iss: 'iotistic-api' });
    expect(claims.exp - claims.iat).toBe(900);
    const { accessToken } = await fleet.login('admin@localhost');
    expect((await fleet.ask(me, accessToken)).json.user).toMatchObject({ username: 'admin' });
    expect((await fleet.ask('/api/v1/auth/logout', accessToken, { body: {} })).status).toBe(200);
    const after = await fleet.ask(me, accessToken);
    expect(after).toMatchObject({ status: 401, json: { error: 'Unauthorized', code: 'token_invalid' } });
    expect((await fleet.ask(me, byName.json.data.accessToken)).status).toBe(200);
    // Everywhere: the other session ends, too.
    const { accessToken: third } = await fleet.login();
    await fleet.ask('/api/v1/auth/logout', third, { body: { everywhere: true } });
    expect((await fleet.ask(me, byName.json.data.accessToken)).status).toBe(401);
  });

  test('an unknown name and a wrong password are answered alike; five of them lock the name, also over a restart', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const wrong = { username: 'admin', password: 'wrong' };
    const answers = [];
    for (let round = 0; round < 5; round += 1) answers.push(await fleet.ask(login, null, { body: wrong }));
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, json: { code: 'credentials_refused' } });
    const unknown = await fleet.ask(login, null, { body: { username: 'nobody', password: 'wrong' } });
    expect({ ...unknown.json, requestId: '' }).toEqual({ ...answers[0]?.json, requestId: '' });
    const right = { body: { username: 'admin', password: ownerPassword } };
    const locked = await fleet.ask(login, null, right);
    expect(locked).toMatchObject({ status: 429, json: { code: 'login_locked' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    await fleet.restart();
    expect((await fleet.ask(login, null, right)).status).toBe(429);
    await fleet.restart({ now: () => Date.now() + 120_000 });
    expect((await fleet.ask(login, null, right)).status).toBe(200);
  });

  test('each refresh token is good once; one that comes again ends the session (OWASP API2:2023)', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const first = await fleet.login();
    const renew = (refreshToken: string) => fleet.ask(refresh, null, { body: { refreshToken } });
    const second = await renew(first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.json.data.refreshToken).not.toBe(first.refreshToken);
    expect((await fleet.ask(me, second.json.data.accessToken)).status).toBe(200);
    expect(await renew(first.refreshToken)).toMatchObject({ status: 401, json: { code: 'refresh_reused' } });
    for (const { accessToken, refreshToken } of [first, second.json.data]) {
      expect((await fleet.ask(me, accessToken)).status).toBe(401);
      expect((await renew(refreshToken)).status).toBe(401);
    }
    const owner = await fleet.owner();
    const { json } = await fleet.ask('/api/v1/audit/events?eventTypes=session.refresh_reused', owner);
    expect(json.events).toMatchObject([{ severity: 'critical', actor_type: 'user', address: '127.0.0.1' }]);
  });

  test('two at once with the same refresh token: one of them wins, and the session ends', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const { refreshToken } = await fleet.login();
    const answers = await Promise.all(
      [1, 2, 3].map(() => fleet.ask(refresh, null, { body: { refreshToken } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const won = answers.find(({ status }) => status === 200)?.json.data;
    expect((await fleet.ask(me, won.accessToken)).status).toBe(401);
  });

  test('tokens end with their time: 15 minutes, and 7 days without use', async () => {
    const clock = { now: Date.now() };
    const fleet = await inProcessFleet({ place: await newPlace(), options: { now: () => clock.now } });
    const { accessToken, refreshToken } = await fleet.login();
    clock.now += 15 * 60_000 + 1_000;
    expect(await fleet.ask(me, accessToken)).toMatchObject({ status: 401, json: { code: 'token_expired' } });
    const renewed = await fleet.ask(refresh, null, { body: { refreshToken } });
    expect(renewed.status).toBe(200);
    clock.now += 7 * 24 * 3_600_000 + 1_000;
    const late = await fleet.ask(refresh, null, { body: { refreshToken: renewed.json.data.refreshToken } });
    expect(late).toMatchObject({ status: 401, json: { code: 'refresh_refused' } });
  });
});
