import { readFile } from 'node:fs/promises';
import type { Address } from '#shared/gateway-api/configuration.ts';
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

test('many addresses at once: by keys, the header and Shift; what was chosen is what the gateway changed', async ({
  launch,
}) => {
  const settings = { transport: 'tcp', host: '127.0.0.1', port };
  await call('insertGateway', {
    gateway: { id: 'plc', name: 'boiler', enabled: true, driver: 'modbus', settings },
  });
  const point = { gateway: 'plc', type: 'number', pollIntervalMs: 5_000, settings: {} };
  for (const n of [1, 2, 3, 4]) {
    const fresh = { ...point, id: `m${n}`, name: `meter ${n}`, address: `holding:${n}`, enabled: n !== 4 };
    await call('insertAddress', { address: fresh });
  }
  const enabled = async () =>
    (await call<Address[]>('getAddresses', { gateway: 'plc' }))
      .filter((address) => address.enabled)
      .map(({ id }) => id)
      .sort();

  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Points');
  const table = page.getByRole('table', { name: 'Addresses of boiler-room' });
  await expect(table.getByText('meter 4')).toBeVisible();
  await page.getByRole('textbox', { name: 'Filter addresses' }).fill('meter');

  await table.getByRole('row').filter({ hasText: 'meter 1' }).focus();
  await page.keyboard.press(' ');
  await table
    .getByRole('row')
    .filter({ hasText: 'meter 2' })
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('2 chosen', { exact: true })).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Disable 2…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('meter 1, meter 2')).toBeVisible();
  await dialog.getByRole('button', { name: 'Disable 2 addresses' }).click();
  await expect.poll(enabled).toEqual(['m3']);
  await expect(dialog).toBeHidden();

  await table.getByRole('checkbox', { name: 'Choose all 4 addresses' }).click();
  await expect(page.getByText('4 chosen', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disable 1 of 4…' })).toBeVisible();
  // Somebody else deletes one meanwhile: it is told by name, the others go.
  await page.getByRole('button', { name: 'Delete 4…' }).click();
  await call('deleteAddress', { address: 'm3' });
  await dialog.getByRole('button', { name: 'Delete 4 addresses' }).click();
  await expect(dialog.getByText('3 of 4 addresses deleted')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'meter 3' })).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  expect(await call<Address[]>('getAddresses', { gateway: 'plc' })).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('a driver’s log: its lines on the screen, all of it as a file', async ({ launch }) => {
  await device.stop();
  const settings = { transport: 'tcp', host: '127.0.0.1', port };
  await call('insertGateway', {
    gateway: { id: 'plc', name: 'boiler', enabled: true, driver: 'modbus', settings },
  });
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Points');
  await page.getByText('Drivers', { exact: true }).click();
  await page.getByRole('button', { name: 'More for boiler' }).click();
  await page.getByRole('menuitem', { name: 'Log…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Log lines')).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('switch', { name: 'Follow' }).press('Space');
  await expect(dialog.getByRole('switch', { name: 'Follow' })).not.toBeChecked();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save all' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect((await download).suggestedFilename()).toMatch(/^boiler-room-modbus-plc-.+\.log$/);
  const all = await gateway.text('/peers/modbus/plc/logs_file');
  expect(text.length).toBeGreaterThan(0);
  expect(all.startsWith(text)).toBe(true);
  const [first = ''] = text.split('\n');
  await expect(dialog.getByText(first.split(' ').slice(2).join(' ')).first()).toBeVisible();
  expect(pageErrors).toEqual([]);
});
