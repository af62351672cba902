import type { Page } from '@playwright/test';
import { failure } from '#shared/errors/failure.ts';
import type { FakeBridgeOptions, FakeState } from '../../fakes/fake-bridge.ts';
import {
  baseState,
  boiler,
  certificate,
  change,
  connection,
  ended,
  fleet,
  gateway,
  ids,
  job,
  packageFile,
  preflight,
  sha,
  shotAt,
  upgradeJob,
} from './fixtures.ts';

export interface Scenario {
  name: string;
  hash: string;
  make(): FakeBridgeOptions;
  /** What a person does before the picture. */
  steps?(page: Page): Promise<void>;
  width?: number;
}

type Rest = Partial<Omit<FakeBridgeOptions, 'state'>> & { state?: Partial<FakeState> };
type Steps = Scenario['steps'];

const shot = (name: string, hash: string, rest: Rest = {}, steps?: Steps, width?: number): Scenario => ({
  name,
  hash,
  make: () => ({ ...rest, state: baseState(rest.state) }),
  ...(steps ? { steps } : {}),
  ...(width ? { width } : {}),
});

const maintain = `#/gateways/${ids.boiler}/maintain`;
const overview = (id: string = ids.boiler) => `#/gateways/${id}/overview`;
const dropPackage = async (page: Page) => {
  await page
    .locator('input[type=file][aria-label^="Choose a package"]')
    .setInputFiles({ name: packageFile.name, mimeType: 'application/zip', buffer: Buffer.from('zip') });
  await page.waitForTimeout(250);
};
const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.waitForTimeout(250);
};
// Two more tries come first.
const later = (page: Page) => page.waitForTimeout(1_600);
const menu = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'More for boiler-room' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await page.waitForTimeout(250);
};
const none = { gateways: [], backups: [], jobs: [] };
const stoppedSite = {
  gateway: {
    state: 'stopped' as const,
    gatewayId: null,
    address: null,
    startedAt: null,
    restarts: 0,
    failure: null,
  },
  everStarted: false,
};
const running = job('upgrade', {
  ...upgradeJob,
  phase: 'upload',
  progress: 0.38,
  transfer: { bytes: 11_240_000, totalBytes: 18_411_902, bytesPerSecond: 1_214_000, secondsLeft: 5.9 },
});
const installing = job('upgrade', { ...upgradeJob, phase: 'installing', progress: 0.72, cancellable: false });
const done = job('upgrade', {
  ...upgradeJob,
  ...ended('succeeded', {
    summary: 'boiler-room runs 2026.05.0, was away for 3.1 s.',
    downtimeMs: 3_120,
    phase: 'verifying',
  }),
});
const backedUp = job('backup', {
  id: ids.roof,
  ...ended('succeeded', {
    summary: 'Backup of boiler-room saved to ~/Gatewright and verified.',
    file: { name: 'boiler-room-2026-11-21-14-01-50.zip', bytes: 4_213_118, sha256: sha },
    backupId: ids.press,
    phase: 'checking',
    endedAt: shotAt - 400_000,
    startedAt: shotAt - 403_400,
  }),
});
const rolledBack = job('upgrade', {
  ...upgradeJob,
  ...ended('rolled-back', {
    phase: 'verifying',
    summary:
      'The gateway came back with the old revision 2026.04.1. The new one did not answer its health check for 60 s.',
    downtimeMs: 64_800,
    failure: failure(
      'UPGRADE_ROLLED_BACK',
      { to: '2026.05.0', seconds: 60, why: 'it did not answer its health check', from: '2026.04.1' },
      'GET /health: connection refused (12 tries)',
    ),
  }),
});
const failed = job('restore', {
  ...ended('failed', {
    phase: 'upload',
    file: { name: 'boiler-room-2026-11-17-09-12-04.zip', bytes: 4_181_711, sha256: sha },
    failure: failure(
      'GATEWAY_CONNECTION_LOST',
      { gateway: 'boiler-room', doing: 'uploading' },
      'read ECONNRESET',
    ),
  }),
});
const preflighted = (name: string, rest: Parameters<typeof preflight>[0], more?: Steps) =>
  shot(name, maintain, { state: { preflight: preflight(rest) } }, async (page) => {
    await dropPackage(page);
    await more?.(page);
  });
const many = Array.from({ length: 400 }, (_, index) =>
  gateway(`01a0c7f2-5b1e-7c3a-9d4f-${(index + 4_096).toString(16).padStart(12, '0')}`, `line-${index + 1}`, {
    address: `http://10.1.${Math.floor(index / 250)}.${(index % 250) + 1}/`,
  }),
);

/** Every screen in every state, as it can really be. */
export const scenarios: readonly Scenario[] = [
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
  shot('maintain', maintain),
  shot('maintain-browser', maintain, {
    state: { info: { ...baseState().info, surface: 'browser' }, jobs: [backedUp] },
  }),
  shot('maintain-first', maintain, { state: { backups: [] } }),
  shot('maintain-stale', `#/gateways/${ids.press}/maintain`),
  shot('maintain-reader', maintain, {
    state: {
      gateways: [
        {
          ...boiler,
          username: 'reader',
          identity: boiler.identity && { ...boiler.identity, administrator: false },
        },
      ],
    },
  }),
  shot(
    'maintain-reading',
    maintain,
    { takeFileStopsAt: 0.45, state: { info: { ...baseState().info, surface: 'browser' } } },
    dropPackage,
  ),
  shot('maintain-refused', maintain, { state: { preflight: null } }, dropPackage),
  preflighted('preflight-upgrade', {}),
  preflighted('preflight-blocked', {
    signature: { state: 'stranger', signer: null },
    checks: [
      { check: 'archive', result: 'ok', message: 'All 214 files match their hashes.' },
      {
        check: 'signature',
        result: 'blocked',
        message: 'Signed with a key that boiler-room does not trust. Ask its maker for the key.',
      },
      { check: 'revision', result: 'ok', message: '2026.05.0 is newer than the running 2026.04.1.' },
    ],
  }),
  preflighted('preflight-downgrade', { to: '2026.02.3', downgrade: true }, press(/Go back to/)),
  preflighted('preflight-firmware', {
    kind: 'firmware',
    job: 'firmware',
    name: 'Gateway firmware',
    from: '4.18.2',
    to: '4.19.0',
    file: { token: 't', name: 'firmware-4.19.0.bin', bytes: 96_402_114, sha256: sha },
    checks: [
      { check: 'archive', result: 'ok', message: 'All 12 files match their hashes.' },
      { check: 'signature', result: 'ok', message: 'Signed by ACME, a key that this workbench trusts.' },
      { check: 'drivers', result: 'warning', message: 'boiler-room reboots; 2 drivers stop meanwhile.' },
    ],
  }),
  preflighted(
    'restore-confirm',
    {
      kind: 'backup',
      job: 'restore',
      name: 'boiler-room',
      from: null,
      to: null,
      signature: { state: 'not-applicable', signer: null },
      file: { token: 't', name: 'boiler-room-2026-11-17-09-12-04.zip', bytes: 4_181_711, sha256: sha },
    },
    press(/Restore boiler-room…/),
  ),
  shot('job-upload', maintain, { state: { jobs: [running] } }),
  shot('job-installing', maintain, {
    state: {
      gateways: [change(boiler, connection('restarting', { lastSeenAt: shotAt - 4_000 }))],
      jobs: [installing],
    },
  }),
  shot('result-done', maintain, { state: { jobs: [done, backedUp] } }),
  shot('result-rolled-back', maintain, { state: { jobs: [rolledBack] } }, press('What happened')),
  shot('result-failed', maintain, { state: { jobs: [failed] } }),
  shot('reboot', maintain, {}, press(/^Reboot/)),
  shot('pick-gateway', '#/gateways', {}, async (page) => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['zip'], 'supervision-2026.05.zip'));
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.locator('.mantine-Dropzone-root').first().dispatchEvent('drop', { dataTransfer: data });
    await page.waitForTimeout(300);
  }),
  shot('dragging', maintain, {}, async (page) => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['zip'], 'supervision-2026.05.zip'));
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    await page.waitForTimeout(300);
  }),
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
