import { expect, test } from 'vitest';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

test('the first owner signs in, is who the token says, and signs out at once', async () => {
  const fleet = await inProcessFleet();
  const { accessToken } = await fleet.login();
  const me = await fleet.ask('/api/v1/auth/me', accessToken);
  expect(me.json.user).toMatchObject({ username: 'admin', role: 'owner' });
  expect((await fleet.ask('/api/v1/auth/logout', accessToken, { body: {} })).status).toBe(200);
  const after = await fleet.ask('/api/v1/auth/me', accessToken);
  expect(after).toMatchObject({ status: 401, json: { error: 'Unauthorized', code: 'token_invalid' } });
});
