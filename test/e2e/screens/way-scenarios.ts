import type { Page } from '@playwright/test';
import { failure } from '#shared/errors/failure.ts';
import { gatewaySettingsDefaults } from '#shared/gateway-api/settings.ts';
import { boiler, change, connection, siteGateway } from './fixtures.ts';
import { serial } from './recovery-fixtures.ts';
import { overview, press, type Scenario, shot } from './scenario.ts';
import { accounts, answer, answering, apiKeys, tab } from './upkeep-fixtures.ts';

const cable = {
  port: { identity: 'usb:0403:6001:A50285BI', path: '/dev/ttyUSB0', label: 'FTDI FT232R' },
  baudRate: 921_600,
};
const cabled = { ...boiler, serial: cable, prefers: 'automatic' as const };
const wrongBox = change(
  cabled,
  connection('unreachable', {
    via: 'serial',
    failure: failure('CABLE_OTHER_BOX', {
      ...{ line: '/dev/ttyUSB0', gateway: 'boiler-room', other: 'press-line-2' },
    }),
  }),
);

const addBy = (way: string) => async (page: Page) => {
  await press('Add a gateway')(page);
  await page.getByRole('radiogroup', { name: 'Reached by' }).getByText(way, { exact: true }).click();
  await page.waitForTimeout(250);
};
const edit = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await page.waitForTimeout(250);
};

const consoleSet = (settings: Partial<typeof gatewaySettingsDefaults>) =>
  answering(
    { apiKeys: answer({ apiKeys }), settings: answer({ ...gatewaySettingsDefaults, ...settings }) },
    { peers: { 'accounts/getAccounts': answer(accounts) } },
  );
const onPort = consoleSet({ consolePath: '/dev/ttyS1', consoleBaudRate: 921_600 });
const toConsole = async (page: Page) => {
  await page.getByRole('region', { name: 'Serial console' }).scrollIntoViewIfNeeded();
};

/** How a gateway is reached, and its console at the other end of the cable. */
export const wayScenarios: readonly Scenario[] = [
  shot('way-add-serial', '#/gateways', { state: { serial } }, addBy('Serial cable')),
  shot('way-add-both', '#/gateways', { state: { serial } }, addBy('Both')),
  shot('way-edit-both', '#/gateways', { state: { gateways: [cabled], serial } }, edit('boiler-room')),
  shot('way-edit-site', '#/gateways', { state: { gateways: [siteGateway] } }, edit('gateway')),
  shot('way-other-box', overview(), { state: { gateways: [wrongBox] } }),
  shot('way-replaced-box', overview(), { state: { gateways: [wrongBox] } }, press('It was replaced')),
  shot('access-console', tab('access'), onPort, toConsole),
  shot('access-console-none', tab('access'), consoleSet({ consolePath: '' }), toConsole),
  shot('access-console-change', tab('access'), onPort, press('Change the console…')),
];
