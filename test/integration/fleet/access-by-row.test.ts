import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { fleetApi } from '../../../shared/fleet-api/contract.ts';
import type { FleetEndpoint } from '../../../shared/fleet-api/endpoint.ts';
import { permissions, roles } from '../../../shared/fleet-api/roles.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

/**
 * Every row of the contract against everybody who may not call it (OWASP API1:2023 object level, API2:2023 authentication,
 * API5:2023 function level authorization). What such a request sends does not matter: it is refused before it is read.
 */

interface Callers {
  expired: string;
  forged: string;
  /** A token of each role. */
  byRole: Record<string, string>;
  device: { uuid: string; key: string };
  otherDevice: { uuid: string; key: string };
  inactive: { uuid: string; key: string };
}

async function cast() {
  const fleet = await inProcessFleet();
  const { user } = await fleet.login();
  const claims = {
    userId: user.id,
    username: 'admin',
    email: 'a@b.c',
    role: 'owner',
    type: 'access',
    sid: 'x',
  };
  const sign = (key: Uint8Array, expires: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('iotistic-api')
      .setAudience('iotistic-dashboard')
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(key);
  const key = Buffer.from((await readFile(join(fleet.dataFolder, 'token-key'), 'utf8')).trim(), 'hex');
  const byRole: Record<string, string> = {};
  for (const role of roles) byRole[role] = await fleet.user(role);
  const inactive = await fleet.agent();
  await fleet.store.write((trx) =>
    trx.updateTable('agents').set({ is_active: 0 }).where('uuid', '=', inactive.uuid).execute(),
  );
  const callers: Callers = {
    ...{ byRole, inactive },
    expired: await sign(key, '-1 minute'),
    forged: await sign(new Uint8Array(32), '1 hour'),
    device: await fleet.agent(),
    otherDevice: await fleet.agent(await fleet.otherTenant()),
  };
  const pathOf = ({ path }: FleetEndpoint, uuid: string) =>
    path.replace(':uuid', uuid).replace(/:\w+/g, '00000000-0000-7000-8000-000000000000');
  const ask = (row: FleetEndpoint, token: string | null, headers: Record<string, string> = {}, uuid = '') => {
    const body = row.body === undefined ? {} : { body: {} };
    return fleet.ask(pathOf(row, uuid || callers.device.uuid), token, {
      method: row.method,
      headers,
      ...body,
    });
  };
  return { callers, ask };
}

const rows = Object.entries(fleetApi).map(([name, row]): [string, FleetEndpoint] => [name, row]);
const forUsers = rows.filter(([, { access }]) => access === 'signed-in' || access in permissions);
const forDevices = rows.filter(([, { access }]) => access === 'device' || access === 'any-device');

const refused = (code: string) => ({ json: { code, requestId: expect.any(String) } });

test('there are rows for everybody', () => {
  expect(forUsers.length).toBeGreaterThan(15);
});

test('calls of people: not without a token, with an old or a forged one, or with an agent’s key', async () => {
  const { callers, ask } = await cast();
  for (const [name, row] of forUsers) {
    expect(await ask(row, null), name).toMatchObject({ status: 401, ...refused('token_missing') });
    expect(await ask(row, callers.expired), name).toMatchObject({ status: 401, ...refused('token_expired') });
    expect(await ask(row, callers.forged), name).toMatchObject({ status: 401, ...refused('token_invalid') });
    expect(await ask(row, callers.device.key), name).toMatchObject({
      status: 401,
      ...refused('token_invalid'),
    });
    const asDevice = await ask(row, null, { 'x-device-api-key': callers.device.key });
    expect(asDevice, name).toMatchObject({ status: 401, ...refused('token_missing') });
  }
});

test('calls of people: each role below the one that is needed is told which', async () => {
  const { callers, ask } = await cast();
  for (const [name, row] of forUsers) {
    if (row.access === 'signed-in') continue;
    const needed = permissions[row.access as keyof typeof permissions];
    for (const role of roles.slice(0, roles.indexOf(needed))) {
      const answer = await ask(row, callers.byRole[role] ?? '');
      expect(answer, `${name} as ${role}`).toMatchObject({ status: 403, ...refused('role_too_low') });
      expect(answer.json.message).toContain(needed);
    }
    const allowed = await ask(row, callers.byRole[needed] ?? '');
    expect([401, 403], `${name} as ${needed}`).not.toContain(allowed.status);
  }
});

test('calls of agents: with the key of this agent only', async () => {
  const { callers, ask } = await cast();
  const key = (value: string) => ({ 'x-device-api-key': value });
  for (const [name, row] of forDevices) {
    expect(await ask(row, null), name).toMatchObject({ status: 401, ...refused('device_key_missing') });
    const owner = await ask(row, callers.byRole.owner ?? '');
    expect(owner, name).toMatchObject({ status: 401, ...refused('device_key_missing') });
    const wrong = await ask(row, null, key('0'.repeat(64)));
    expect(wrong, name).toMatchObject({ status: 401, ...refused('device_key_invalid') });
    const inactive = await ask(row, null, key(callers.inactive.key), callers.inactive.uuid);
    expect(inactive, name).toMatchObject({ status: 403, ...refused('device_inactive') });
    if (row.access === 'any-device') continue;
    const foreign = await ask(row, null, key(callers.otherDevice.key));
    expect(foreign, name).toMatchObject({ status: 401, ...refused('device_key_invalid') });
    const nobody = '00000000-0000-4000-8000-000000000000';
    const unknown = await ask(row, null, key(callers.device.key), nobody);
    expect(unknown, name).toMatchObject({ status: 404, ...refused('device_not_registered') });
  }
});
