import { failure } from '#shared/errors/failure.ts';
import {
  baseState,
  boiler,
  certificate,
  change,
  connection,
  fleet,
  gateway,
  ids,
  shotAt,
} from './fixtures.ts';
import { backedUp, done, installing } from './job-fixtures.ts';
import { later, menu, none, overview, press, type Scenario, shot, stoppedSite } from './scenario.ts';

const many = Array.from({ length: 400 }, (_, index) =>
  gateway(`01a0c7f2-5b1e-7c3a-9d4f-${(index + 4_096).toString(16).padStart(12, '0')}`, `line-${index + 1}`, {
    address: `http://10.1.${Math.floor(index / 250)}.${(index % 250) + 1}/`,
  }),
);

/** Every screen in every state, as it can really be. */

export const gatewayScenarios: readonly Scenario[] = [
  shot('welcome', '#/', { state: { ...none, site: stoppedSite } }),
  shot('welcome-starting', '#/', {
    state: { ...none, site: { ...stoppedSite, gateway: { ...stoppedSite.gateway, state: 'starting' } } },
  }),
  shot('gateways', '#/gateways'),
  shot('gateways-job', '#/gateways', { state: { jobs: [installing] } }),
  shot('gateways-empty', '#/gateways', { state: { ...none, site: stoppedSite } }),
  shot('gateways-loading', '#/gateways', { silent: ['gateways.list'] }),
  shot(
    'gateways-error',
    '#/gateways',
    {
      failing: {
        'gateways.list': failure('WORKBENCH_INTERNAL', {}, 'SyntaxError: Unexpected token in gateways.json'),
      },
    },
    later,
  ),
  shot('gateways-none-match', '#/gateways', {}, async (page) => {
    await page.getByRole('textbox', { name: 'Filter the list' }).fill('kiln');
  }),
  shot('gateways-many', '#/gateways', { state: { gateways: many } }, async (page) => {
    await page.locator('[data-row="0"]').focus();
    for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key);
    await page.waitForTimeout(150);
  }),
  shot('gateways-narrow', '#/gateways', {}, undefined, 1000),
  shot('gateway-menu', '#/gateways', {}, press('More for boiler-room')),
  shot('add', '#/gateways', {}, press('Add a gateway')),
  shot(
    'add-refused',
    '#/gateways',
    { failing: { 'gateways.add': failure('ADDRESS_INVALID', { address: '10.0.0' }) } },
    async (page) => {
      await press('Add a gateway')(page);
      await page.getByRole('textbox', { name: 'Address' }).fill('10.0.0');
      await page.getByRole('textbox', { name: 'Password' }).fill('x');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(200);
    },
  ),
  shot('connect', overview(ids.water), {}, press('Log in')),
  shot(
    'connect-refused',
    overview(ids.water),
    {
      state: {
        gateways: [
          change(
            fleet.water,
            connection('login-needed', { failure: failure('LOGIN_REFUSED', { gateway: 'water-treatment' }) }),
          ),
        ],
        info: { ...baseState().info, keepsSecrets: false },
      },
    },
    press('Log in'),
  ),
  shot('edit', '#/gateways', {}, menu('Edit…')),
  shot('remove', '#/gateways', {}, menu('Remove from the list…')),
  shot(
    'certificate-new',
    overview(ids.paint),
    {
      state: {
        gateways: [
          change(
            fleet.paint,
            connection('certificate-untrusted', {
              certificate,
              failure: failure('CERTIFICATE_NEW', { gateway: 'paint-shop' }),
            }),
            { identity: null },
          ),
        ],
      },
    },
    press('Compare'),
  ),
  shot('certificate-changed', overview(ids.paint), {}, press('Compare')),
  shot('overview', overview(), { state: { jobs: [done, backedUp] } }),
  shot('overview-no-jobs', overview()),
  shot('overview-stale', overview(ids.press)),
  shot('overview-login', overview(ids.water)),
  shot('overview-restarting', overview(), {
    state: {
      gateways: [change(boiler, connection('restarting', { lastSeenAt: shotAt - 4_000 }))],
      jobs: [installing],
    },
  }),
  shot('overview-plain', overview(), {
    state: {
      gateways: [
        {
          ...boiler,
          identity: boiler.identity && { ...boiler.identity, product: 'Universal Gateway', extensions: [] },
        },
      ],
    },
  }),
  shot('overview-gone', overview(ids.roof), { state: { gateways: [boiler] } }),
];
