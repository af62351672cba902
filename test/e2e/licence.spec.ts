import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { LicenseStatus } from '#shared/gateway-api/management-api.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';
import { createMaker, type Maker } from './fixtures/packages.ts';

const root = resolve(import.meta.dirname, '../..');
const licenseKey = 'PLNT-7421-ROOM-0007';
let folder = '';
let maker: Maker;
let gateway: StandAloneGateway;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-licence-'));
  maker = await createMaker(folder, 'ACME');
  gateway = await startGateway({ name: 'boiler-room', maker });
  const licenses = join(gateway.dataFolder, 'licenses');
  await mkdir(licenses, { recursive: true });
  const until = ['--email', 'plant@example.com', '--updates-until', '2031-05-04T12:00:00Z'];
  const signed = ['--key', maker.privateKeyFile, '--out', join(licenses, 'plant.json')];
  await promisify(execFile)(
    process.execPath,
    ['scripts/package-license.ts', '--license-key', licenseKey, ...until, ...signed],
    { cwd: root },
  );
});
test.afterEach(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

const status = () => gateway.api<LicenseStatus>('GET', '/api/v1/license/status');

test('a licence: a wrong key is refused, the right one is kept and shown until when it brings updates', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Licence');
  await expect(page.getByText('No licence')).toBeVisible();
  expect(await status()).toMatchObject({ valid: false });

  await page.getByRole('textbox', { name: 'E-mail address of the licence' }).fill('plant@example.com');
  const key = page.getByRole('textbox', { name: 'Licence key' });
  const keep = page.getByRole('button', { name: /^Check and keep it on / });
  await key.fill('AAAA-BBBB-CCCC-DDDD');
  await keep.click();
  await expect(page.getByText('The licence was not taken')).toBeVisible();
  expect(await status()).toMatchObject({ valid: false });
  expect(await findAccessibilityProblems(page)).toEqual([]);

  await key.fill(licenseKey);
  await keep.click();
  await expect(page.getByText('Licensed', { exact: true })).toBeVisible();
  expect(await status()).toMatchObject({ valid: true, email: 'plant@example.com', updatesActive: true });
  await expect(page.getByText('plant@example.com')).toBeVisible();
  await expect(page.getByText('4 May 2031').first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  expect(pageErrors).toEqual([]);
});
