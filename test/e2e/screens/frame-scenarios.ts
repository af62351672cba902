import { failure } from '#shared/errors/failure.ts';
import { baseState, boiler, ids } from './fixtures.ts';
import { backedUp, rolledBack, running } from './job-fixtures.ts';
import { maintain, overview, press, type Scenario, shot, stoppedSite } from './scenario.ts';

export const frameScenarios: readonly Scenario[] = [
  shot('site-running', '#/site'),
  shot('site-stopped', '#/site', { state: { site: stoppedSite, gateways: [boiler] } }),
  shot('site-failed', '#/site', {
    state: {
      site: {
        everStarted: true,
        gateway: {
          state: 'failed',
          gatewayId: ids.site,
          address: null,
          startedAt: null,
          restarts: 5,
          failure: failure('SITE_START_FAILED', { why: 'its data folder is in use by another program.' }),
        },
      },
    },
  }),
  shot('settings', '#/settings'),
  shot('settings-browser', '#/settings', {
    state: { info: { ...baseState().info, surface: 'browser', keepsSecrets: false } },
  }),
  shot('help', '#/help'),
  shot('not-found', '#/elsewhere'),
  shot(
    'jobs',
    overview(),
    {
      state: {
        jobs: [running, rolledBack, backedUp].map((entry, index) => ({
          ...entry,
          id: Object.values(ids)[index] ?? entry.id,
        })),
      },
    },
    press(/job running/),
  ),
  shot('jobs-empty', '#/gateways', {}, press('Jobs')),
  shot('palette', '#/gateways', {}, async (page) => {
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(400);
    await page.keyboard.type('boiler');
    await page.waitForTimeout(200);
  }),
  shot('host-lost', maintain, {}, async (page) => {
    await page.evaluate(() => window.dispatchEvent(new Event('fake-host-lost')));
    await page.waitForTimeout(200);
  }),
  shot('job-notice', '#/gateways', { state: { jobs: [rolledBack] } }, async (page) => {
    await page.evaluate(() => window.dispatchEvent(new Event('fake-job-end')));
    await page.waitForTimeout(300);
  }),
  shot('notice', '#/gateways', {
    state: {
      info: {
        ...baseState().info,
        notices: [
          {
            id: 'n1',
            message: failure('SETTINGS_SET_ASIDE', {
              what: 'settings',
              file: 'settings.json.corrupt-20261121',
            }).message,
          },
        ],
      },
    },
  }),
  shot('maintain-narrow', maintain, { state: { jobs: [running] } }, undefined, 900),
];
