import { expect, test } from 'vitest';
import { inProcessGateway } from '../../../../fakes/in-process-gateway.ts';

/** Settings of driver instances: refused when the driver cannot take them, hidden from those who may look only. */

const broker = {
  id: 'broker',
  name: 'plant broker',
  enabled: false,
  driver: 'mqtt',
  settings: { url: 'mqtt://in:url-secret@127.0.0.1:1', username: 'reader', password: 'open sesame' },
};
const point = { id: 'p', name: 'level', enabled: true, gateway: 'broker', type: 'number', settings: {} };

async function plant() {
  const gateway = await inProcessGateway();
  let administrator = await gateway.login();
  const call = async (method: string, args: object, cookie?: string) => {
    const answer = await gateway.post(`/peers/supervision/gateways/${method}`, args, cookie ?? administrator);
    return { status: answer.status, code: answer.headers.get('x-error-code'), text: await answer.text() };
  };
  const logInAgain = async () => {
    administrator = await gateway.login();
  };
  return { gateway, administrator, call, logInAgain };
}

test('settings that the driver cannot take are refused in a sentence, and nothing is kept', async () => {
  const { call } = await plant();
  const bad = await call('insertGateway', { gateway: { ...broker, settings: { url: 17 } } });
  expect(bad).toMatchObject({ status: 400, code: 'POINT_SETTINGS_INVALID' });
  expect(bad.text).toContain('plant broker');
  expect((await call('getGateways', {})).text).not.toContain('plant broker');
});

test('an address that the driver cannot read is refused; one of another revision can still be renamed', async () => {
  const { call, gateway, logInAgain } = await plant();
  expect((await call('insertGateway', { gateway: broker })).status).toBe(200);
  const plc = { ...broker, id: 'plc', name: 'plc', driver: 'modbus' };
  expect(await call('insertGateway', { gateway: plc })).toMatchObject({ code: 'POINT_SETTINGS_INVALID' });
  const bad = await call('insertAddress', { address: { ...point, address: 'a/+/b' } });
  expect(bad).toMatchObject({ status: 400, code: 'POINT_SETTINGS_INVALID' });
  expect((await call('insertAddress', { address: { ...point, address: 'a/b' } })).status).toBe(200);

  gateway.database((sql) =>
    sql
      .prepare("UPDATE documents SET document = json_set(document, '$.address', 'a/+/b') WHERE id = 'p'")
      .run(),
  );
  await gateway.restart();
  await logInAgain();
  expect((await call('updateAddress', { address: { id: 'p', name: 'renamed' } })).status).toBe(200);
  expect(await call('updateAddress', { address: { id: 'p', address: '#/#' } })).toMatchObject({
    status: 400,
  });
});

test('a password of a driver is shown to administrators only', async () => {
  const { call, gateway } = await plant();
  await call('insertGateway', { gateway: broker });
  const reader = await gateway.reader();
  for (const method of ['getGateways', 'getGateway']) {
    const args = method === 'getGateway' ? { gateway: 'broker' } : {};
    expect((await call(method, args)).text).toContain('open sesame');
    const seen = (await call(method, args, reader)).text;
    expect(seen).toContain('plant broker');
    expect(seen).not.toContain('open sesame');
    expect(seen).not.toContain('url-secret');
  }
});

test('a feed with a password is shown without it to those who may look only', async () => {
  const { gateway, administrator } = await plant();
  const updateFeed = 'https://site:open-sesame@updates.example.com/supervision';
  const changed = await fetch(`${gateway.url}/system/settings`, {
    method: 'PUT',
    headers: { cookie: administrator, 'content-type': 'application/json' },
    body: JSON.stringify({ updateFeed }),
  });
  expect(changed.status).toBe(200);
  const shown = async (cookie: string) =>
    ((await (await gateway.get('/system/settings', cookie)).json()) as { updateFeed: string }).updateFeed;
  expect(await shown(administrator)).toBe(updateFeed);
  expect(await shown(await gateway.reader())).toBe('https://updates.example.com/supervision');
});
