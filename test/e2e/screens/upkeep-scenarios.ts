import type { Page } from '@playwright/test';
import { ended, fleet, ids, job } from './fixtures.ts';
import { away, later, press, type Scenario, shot } from './scenario.ts';
import {
  accounts,
  activities,
  activityOf,
  answer,
  answering,
  apiKeys,
  downloaded,
  expiredLicence,
  keyOnly,
  licence,
  logs,
  manyActivities,
  noLicence,
  processes,
  reader,
  refusing,
  settings,
  tab,
  update,
  upToDate,
} from './upkeep-fixtures.ts';

const search = async (page: Page) => {
  await page.getByRole('textbox', { name: 'Search the lines' }).fill('refused');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
};

const logScenarios: readonly Scenario[] = [
  shot('logs', tab('logs'), answering({ logs })),
  shot('logs-search', tab('logs'), answering({ logs }), search),
  shot('logs-empty', tab('logs'), answering({ logs: answer({ logs: [], processes }) })),
  shot('logs-loading', tab('logs'), { silent: ['gateway.call'] }),
  shot('logs-error', tab('logs'), answering({ logs: refusing('ENOENT: supervision-out.log') }), later),
  shot('logs-stale', tab('logs', ids.press), { state: { gateways: [fleet.press] } }),
  shot('logs-reader', tab('logs'), answering({ logs }, reader), async (page) => {
    await page.getByRole('button', { name: /^Empty/ }).hover();
    await page.waitForTimeout(400);
  }),
  shot('logs-key', tab('logs'), answering({ logs }, keyOnly)),
  shot('logs-away', tab('logs'), answering({ logs }), away),
  shot('logs-flush', tab('logs'), answering({ logs }), press(/^Empty all logs/)),
];

const activityScenarios: readonly Scenario[] = [
  shot('activity', tab('activity'), answering({ activity: activityOf(activities) })),
  shot('activity-many', tab('activity'), answering({ activity: activityOf(manyActivities) })),
  shot('activity-empty', tab('activity'), answering({ activity: activityOf([]) })),
  shot('activity-loading', tab('activity'), { silent: ['gateway.call'] }),
  shot('activity-error', tab('activity'), answering({ activity: refusing('the chain is broken') }), later),
  shot('activity-stale', tab('activity', ids.press), { state: { gateways: [fleet.press] } }),
  shot('activity-away', tab('activity'), answering({ activity: activityOf(activities) }), away),
  shot('activity-entry', tab('activity'), answering({ activity: activityOf(activities) }), async (page) => {
    await page.locator('[data-row="3"]').click();
    await page.waitForTimeout(250);
  }),
  shot('activity-export', tab('activity'), answering({ activity: activityOf(activities) }), press('Export')),
];

const updates = { updates: answer(update), licenseStatus: answer(licence) };
const updateScenarios: readonly Scenario[] = [
  shot('updates', tab('updates'), answering(updates)),
  shot('updates-none', tab('updates'), answering({ ...updates, updates: answer(upToDate) })),
  shot('updates-no-feed', tab('updates'), answering({ settings: answer({ ...settings, updateFeed: '' }) })),
  shot('updates-feed', tab('updates'), answering(updates), press(/^Change: Folder/)),
  shot('updates-loading', tab('updates'), { silent: ['gateway.call'] }),
  shot('updates-error', tab('updates'), answering({ updates: refusing('latest.json: 404') }), later),
  shot('updates-stale', tab('updates', ids.press), { state: { gateways: [fleet.press] } }),
  shot('updates-away', tab('updates'), answering(updates), away),
  shot('updates-reader', tab('updates'), answering(updates, reader)),
  shot('updates-key', tab('updates'), answering(updates, keyOnly)),
  shot('updates-expired', tab('updates'), answering({ ...updates, licenseStatus: answer(expiredLicence) })),
  shot(
    'updates-downloaded',
    tab('updates'),
    answering({ ...updates, updatesDownload: answer(downloaded) }),
    async (page) => {
      await press(/^Download to/)(page);
      await page.getByText('size and checksum agree').scrollIntoViewIfNeeded();
    },
  ),
  shot('updates-apply', tab('updates'), answering(updates), press(/^Install 2026/)),
  shot(
    'updates-running',
    tab('updates'),
    answering(updates, {
      jobs: [
        job('update', {
          phase: 'installing',
          progress: 0.7,
          cancellable: false,
          to: '2026.05.0',
          from: '2026.04.1',
        }),
      ],
    }),
  ),
  shot(
    'updates-done',
    tab('updates'),
    answering(
      { ...updates, updates: answer(upToDate) },
      {
        jobs: [
          job('update', {
            ...ended('succeeded', {
              phase: 'verifying',
              summary: 'boiler-room runs 2026.05.0, was away for 3.1 s.',
              downtimeMs: 3_120,
              from: '2026.04.1',
              to: '2026.05.0',
            }),
            log: [],
          }),
        ],
      },
    ),
  ),
];

const licenceScenarios: readonly Scenario[] = [
  shot('licence', tab('licence'), answering({ licenseStatus: answer(licence) })),
  shot('licence-none', tab('licence'), answering({ licenseStatus: answer(noLicence) })),
  shot('licence-expired', tab('licence'), answering({ licenseStatus: answer(expiredLicence) })),
  shot('licence-error', tab('licence'), answering({ licenseStatus: refusing('license.json') }), later),
  shot('licence-loading', tab('licence'), { silent: ['gateway.call'] }),
  shot('licence-stale', tab('licence', ids.press), { state: { gateways: [fleet.press] } }),
  shot(
    'licence-refused',
    tab('licence'),
    answering({ licenseStatus: answer(noLicence), licenseValidate: refusing('Invalid license key') }),
    async (page) => {
      await page.getByRole('textbox', { name: 'E-mail address' }).fill('plant@example.com');
      await page.getByRole('textbox', { name: 'Licence key' }).fill('AAAA-BBBB-CCCC-DDDD');
      await press(/^Check and keep/)(page);
    },
  ),
];

const access = (
  calls: Parameters<typeof answering>[0],
  state: Parameters<typeof answering>[1] = {},
  listed: readonly unknown[] = accounts,
) =>
  answering(
    { apiKeys: answer({ apiKeys }), ...calls },
    { peers: { 'accounts/getAccounts': answer(listed) }, ...state },
  );

const accessScenarios: readonly Scenario[] = [
  shot('access', tab('access'), access({})),
  shot('access-first', tab('access'), access({ apiKeys: answer({ apiKeys: [] }) }, {}, accounts.slice(0, 1))),
  shot('access-loading', tab('access'), { silent: ['gateway.call', 'gateway.peers'] }),
  shot(
    'access-error',
    tab('access'),
    answering({ apiKeys: refusing('keys') }, { peers: { 'accounts/getAccounts': refusing('accounts') } }),
    later,
  ),
  shot('access-stale', tab('access', ids.press), { state: { gateways: [fleet.press] } }),
  shot('access-away', tab('access'), access({}), away),
  shot('access-reader', tab('access'), access({}, reader)),
  shot('access-key', tab('access'), access({}, keyOnly)),
  shot('access-add', tab('access'), access({}), async (page) => {
    await press(/^Add an account/)(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('admin');
    await page.getByRole('textbox', { name: 'New password', exact: true }).fill('short');
  }),
  shot('access-password', tab('access'), access({}), press('Change the password of admin')),
  shot('access-menu', tab('access'), access({}), press('More for admin')),
  shot('access-role', tab('access'), access({}), async (page) => {
    await press('More for admin')(page);
    await page.getByRole('menuitem', { name: /^Name and role/ }).click();
    await page.waitForTimeout(250);
  }),
  shot('access-delete', tab('access'), access({}), async (page) => {
    await press('More for service')(page);
    await page.getByRole('menuitem', { name: /^Delete/ }).click();
    await page.waitForTimeout(250);
  }),
  shot('access-key-new', tab('access'), access({}), press(/^Make a key/)),
  shot(
    'access-key-shown',
    tab('access'),
    access({
      apiKeyCreate: answer({ success: true, apiKey: `gwk_5f9${'a3Kd9-xQ'.repeat(6)}`, id: 'key-5' }),
    }),
    async (page) => {
      await press(/^Make a key/)(page);
      await page.getByRole('textbox', { name: 'Name' }).fill('Control room');
      await press('Make the key')(page);
    },
  ),
  shot('access-key-revoke', tab('access'), access({}), press('Revoke Night backup')),
];

/** What keeps a gateway in order beside its maintenance, in every state. */
export const upkeepScenarios: readonly Scenario[] = [
  ...logScenarios,
  ...activityScenarios,
  ...updateScenarios,
  ...licenceScenarios,
  ...accessScenarios,
];
