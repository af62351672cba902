import type { Page } from '@playwright/test';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok } from '#shared/result.ts';
import type { FakeState } from '../../fakes/fake-bridge-state.ts';
import { boiler, change, connection, ids, shotAt } from './fixtures.ts';
import {
  live,
  liveCalls,
  livePeers,
  managementBox,
  manyAddresses,
  manyProcesses,
  manyValues,
  plainBox,
  readerBox,
} from './live-fixtures.ts';
import { later, menu, press, type Scenario, type Steps, shot } from './scenario.ts';

const at = (tab: string) => `#/gateways/${ids.boiler}/${tab}`;
const unread = () =>
  fail(failure('GATEWAY_CONNECTION_LOST', { gateway: 'boiler-room', doing: 'asking' }, 'read ECONNRESET'));
const stale = change(
  boiler,
  connection('unreachable', {
    nextTryAt: shotAt + 5_000,
    failure: failure('GATEWAY_UNREACHABLE', {
      gateway: 'boiler-room',
      address: '10.0.0.7',
      why: 'no answer within 5 s',
    }),
  }),
);
const none: Partial<FakeState> = {
  gatewayCalls: {
    ...liveCalls,
    resources: () => ok(emptyMachine),
    resourcesHistory: () => ok({ history: [] }),
  },
  peers: {
    ...livePeers,
    'gateways/getGateways': () => ok({}),
    'gateways/getAddresses': () => ok([]),
    'gateways/getLastValues': () => ok([]),
    'gateways/getRoutes': () => ok([]),
    'logics/getLogics': () => ok({}),
  },
};
const emptyMachine = {
  cpu: { usage: 0, cores: 1, model: 'i386', loadAverage: [0, 0, 0] },
  memory: { total: 1, used: 0, free: 1, usagePercent: 0 },
  disk: { total: 1, used: 0, free: 1, usagePercent: 0 },
  network: { bytesIn: 0, bytesOut: 0 },
};
const failing: Partial<FakeState> = {
  gatewayCalls: { ...liveCalls, resources: unread, resourcesHistory: unread },
  peers: Object.fromEntries(Object.keys(livePeers).map((name) => [name, unread])),
};

const screens = [
  'overview',
  'processes',
  'resources',
  'points',
  'points/drivers',
  'points/routes',
  'points/logics',
];
const name = (tab: string) => `live-${tab.replace('/', '-')}`;

/** The table of a chart needs a moment; so does an editor that is loaded first. */
const wait =
  (ms: number): Steps =>
  (page: Page) =>
    page.waitForTimeout(ms);
const then =
  (...steps: NonNullable<Steps>[]): Steps =>
  async (page) => {
    for (const step of steps) await step(page);
  };
const row = (text: string) => async (page: Page) => {
  await page.getByRole('row').filter({ hasText: text }).first().click();
  await page.waitForTimeout(700);
};

/** Chooses rows as a person does: one by its box, the others with Shift or all of them. */
const chooseAll = async (page: Page) => {
  await page.getByRole('checkbox', { name: /^Choose all / }).click();
  await page.waitForTimeout(150);
};
const chooseTwo = async (page: Page) => {
  await page.locator('[data-row="0"]').focus();
  for (const key of [' ', 'j', ' ']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
};

const bulkScenarios: readonly Scenario[] = [
  ...['points', 'points/drivers', 'points/routes', 'points/logics', 'processes'].map((tab) =>
    shot(`${name(tab)}-chosen`, at(tab), { state: live }, then(wait(300) as NonNullable<Steps>, chooseTwo)),
  ),
  shot('live-bulk-delete', at('points'), { state: live }, then(chooseAll, press(/^Delete \d/))),
  shot(
    'live-bulk-failed',
    at('points'),
    {
      state: {
        ...live,
        peers: {
          ...livePeers,
          'gateways/deleteAddress': () =>
            fail(failure('POINT_NOT_FOUND', { what: 'The address', key: 'a-pump' })),
        },
      },
    },
    then(chooseTwo, press(/^Delete \d/), async (page) => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Delete/ })
        .click();
      await page.waitForTimeout(400);
    }),
  ),
];

export const liveScenarios: readonly Scenario[] = [
  ...bulkScenarios,
  ...screens.flatMap((tab) => [
    shot(name(tab), at(tab), { state: live }, wait(500)),
    shot(`${name(tab)}-empty`, at(tab), { state: none }, wait(300)),
    shot(`${name(tab)}-error`, at(tab), { state: failing }, later),
    shot(`${name(tab)}-loading`, at(tab), { state: live, silent: ['gateway.call', 'gateway.peers'] }),
    shot(`${name(tab)}-stale`, at(tab), { state: { ...live, gateways: [stale] } }),
    shot(`${name(tab)}-reader`, at(tab), { state: { ...live, gateways: [readerBox] } }, wait(300)),
  ]),
  shot('live-overview-plain', at('overview'), { state: { ...live, gateways: [plainBox] } }, wait(300)),
  shot(
    'live-overview-management',
    at('overview'),
    { state: { ...live, gateways: [managementBox] } },
    wait(300),
  ),
  shot('live-not-offered', at('points'), { state: { ...live, gateways: [managementBox] } }),
  shot('live-narrow', at('overview'), { state: live }, wait(300), 900),
  shot(
    'live-processes-many',
    at('processes'),
    { state: { ...live, gatewayCalls: { ...liveCalls, ...manyProcesses } } },
    async (page) => {
      await page.waitForTimeout(300);
      for (const key of ['j', 'j', 'PageDown', 'k']) await page.keyboard.press(key);
      await page.waitForTimeout(200);
    },
  ),
  shot('live-process-end', at('processes'), { state: live }, then(press('End modbus_boiler, 4171'))),
  shot(
    'live-process-waiting',
    at('processes'),
    { state: live },
    then(press('End modbus_boiler, 4171'), press(/^End modbus_boiler$/)),
  ),
  shot('live-resources-table', at('resources'), { state: live }, async (page) => {
    await page.getByText('Table', { exact: true }).click();
    await page.waitForTimeout(400);
  }),
  shot('live-points-details', at('points'), { state: live }, row('Supply temperature')),
  shot('live-points-text', at('points'), { state: live }, row('Serial number')),
  shot('live-points-write', at('points'), { state: live }, press('Write Set point')),
  shot(
    'live-points-written',
    at('points'),
    { state: live },
    then(press('Write Set point'), async (page) => {
      await page.getByRole('textbox', { name: 'New value' }).fill('55');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(300);
    }),
  ),
  shot('live-points-write-switch', at('points'), { state: live }, press('Write Pump')),
  shot(
    'live-points-many',
    at('points'),
    {
      state: {
        ...live,
        peers: {
          ...livePeers,
          'gateways/getAddresses': () => ok(manyAddresses),
          'gateways/getLastValues': () => ok(manyValues),
        },
      },
    },
    wait(300),
  ),
  shot(
    'live-address-add',
    at('points'),
    { state: live },
    then(press('Add an address'), async (page) => {
      await page.getByRole('textbox', { name: 'Address on the device' }).fill('holdings:1');
      await page.waitForTimeout(400);
    }),
  ),
  shot(
    'live-address-delete',
    at('points'),
    { state: live },
    then(row('Supply temperature'), press('Delete…')),
  ),
  shot(
    'live-driver-add',
    at('points/drivers'),
    { state: live },
    then(press('Add a driver'), wait(400) as NonNullable<Steps>),
  ),
  shot(
    'live-driver-edit',
    at('points/drivers'),
    { state: live },
    then(row('Plant broker'), press('More settings')),
  ),
  shot('live-driver-unknown', at('points/drivers'), { state: live }, row('Old press')),
  shot('live-driver-menu', at('points/drivers'), { state: live }, press('More for Boiler meters')),
  shot(
    'live-driver-delete',
    at('points/drivers'),
    { state: live },
    then(press('More for Boiler meters'), async (page) => {
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
      await page.waitForTimeout(300);
    }),
  ),
  shot('live-route-edit', at('points/routes'), { state: live }, row('Supply to the control room')),
  shot('live-logic-edit', at('points/logics'), { state: live }, row('Weather compensation')),
  shot(
    'live-add-key',
    '#/gateways',
    {},
    then(press('Add a gateway'), async (page) => {
      await page.getByText('API key', { exact: true }).click();
    }),
  ),
  shot(
    'live-add-both',
    '#/gateways',
    {},
    then(press('Add a gateway'), async (page) => {
      await page.getByText('Both', { exact: true }).click();
      await page
        .getByRole('textbox', { name: 'Address of the management API' })
        .fill('https://10.0.0.7:8444');
    }),
  ),
  shot('live-edit-key', '#/gateways', { state: { gateways: [managementBox] } }, menu('Edit…')),
  shot(
    'live-connect-key',
    '#/gateways',
    {
      state: { gateways: [change(managementBox, connection('disconnected'))] },
    },
    menu('Connect…'),
  ),
  shot(
    'live-management-refused',
    at('overview'),
    {
      state: {
        ...live,
        gateways: [
          {
            ...boiler,
            management: {
              ...boiler.management,
              auth: 'key',
              failure: failure('KEY_REFUSED', { gateway: 'boiler-room' }),
            },
          },
        ],
      },
    },
    wait(300),
  ),
];
