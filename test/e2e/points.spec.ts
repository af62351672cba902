import type { LastValue } from '#shared/gateway-api/values.ts';
import { freePort } from '../fakes/free-port.ts';
import { type PymodbusPeer, spawnPymodbus } from '../fakes/pymodbus-process.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';

test.describe.configure({ timeout: 180_000 });

let gateway: StandAloneGateway;
let device: PymodbusPeer;
let port = 0;

test.beforeEach(async () => {
  port = await freePort();
  device = await spawnPymodbus({ port }, { 1: { holding: { 0: 215, 1: 40, 2: 0 } } });
  gateway = await startGateway({ name: 'boiler-room' });
});
test.afterEach(async () => {
  await gateway.stop();
  await device.stop();
});

const call = <T>(method: string, args: object) =>
  gateway.api<T>('POST', `/peers/supervision/gateways/${method}`, args);

test('values of a real Modbus device: shown as it holds them, written, read back, gone when it is off', async ({
  launch,
}) => {
  const settings = { transport: 'tcp', host: '127.0.0.1', port };
  await call('insertGateway', {
    gateway: { id: 'plc', name: 'boiler', enabled: true, driver: 'modbus', settings },
  });
  const point = { enabled: true, gateway: 'plc', type: 'number', pollIntervalMs: 500, settings: {} };
  await call('insertAddress', {
    address: { ...point, id: 't', name: 'flow temperature', address: 'holding:0', scale: 0.1, unit: '°C' },
  });
  await call('insertAddress', {
    address: { ...point, id: 's', name: 'setpoint', address: 'holding:1', writable: true },
  });

  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Points');
  const table = page.getByRole('table', { name: 'Addresses of boiler-room' });
  const temperature = table.getByRole('row').filter({ hasText: 'flow temperature' });
  await expect(temperature.getByText('21.5 °C')).toBeVisible();
  await device.set('holding', 0, [302]);
  await expect(temperature.getByText('30.2 °C')).toBeVisible();
  const { value, value_string } = await call<LastValue>('getLastValue', { address: 't' });
  expect([value, value_string]).toEqual([30.2, '30.2 °C']);
  expect(await findAccessibilityProblems(page)).toEqual([]);

  await table.getByRole('button', { name: 'Write setpoint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New value').fill('55');
  await dialog.getByRole('button', { name: /^Write to setpoint / }).click();
  await expect(dialog.getByRole('status')).toBeVisible();
  expect(await device.get('holding', 1, 1)).toEqual([55]);
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await device.stop();
  await expect
    .poll(async () => (await call<LastValue>('getLastValue', { address: 't' })).quality, { timeout: 30_000 })
    .not.toBe('good');
  await expect(temperature.getByText(/uncertain|bad|not answer/i).first()).toBeVisible();
  expect(pageErrors).toEqual([]);
});
