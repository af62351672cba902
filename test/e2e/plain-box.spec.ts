import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { dropFile } from './fixtures/drop-file.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';
import {
  buildFirmware,
  buildSilentSupervision,
  buildSupervision,
  createMaker,
  type Maker,
} from './fixtures/packages.ts';
import { connected } from './fixtures/site.ts';

/** The maintenance flows against a box that knows the documented calls only. */
test.describe.configure({ timeout: 240_000 });

let folder = '';
let maker: Maker;
let box: StandAloneGateway;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-plain-'));
  maker = await createMaker(folder, 'ACME');
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(async () => {
  box = await startGateway({ name: 'old-box', plain: true, maker });
});
test.afterEach(() => box.stop());

const confirm = (page: Page, name: RegExp) => page.getByRole('dialog').getByRole('button', { name }).click();

test('the page of a plain box says so, and shows what the contract alone can do', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, box);
  await expect(page.getByText(/plain/i).first()).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Maintain' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Snapshots' })).toHaveCount(0);
  for (const path of ['/system/capabilities', '/system/jobs', '/health', '/metrics']) {
    await expect(box.api('GET', path), path).rejects.toThrow(/ 40[34] /);
  }
  expect(await findAccessibilityProblems(page)).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test('back up, restore, reboot', async ({ launch }) => {
  const { page, backupFolder, pageErrors } = await launch();
  await addGateway(page, box);
  await openTab(page, 'Maintain');
  await page
    .getByRole('button', { name: /^Back up / })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: / backed up$/ })).toBeVisible();
  const [backupName] = (await readdir(backupFolder)).filter((name) => name.endsWith('.zip'));
  const bytes = await readFile(join(backupFolder, backupName ?? 'none'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await expect(page.getByText(sha256.slice(0, 6)).first()).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await dropFile(page, join(backupFolder, backupName ?? 'none'));
  await page
    .getByRole('button', { name: /^Restore .+…$/ })
    .last()
    .click();
  await confirm(page, /^Restore /);
  await expect(page.getByRole('heading', { name: / restored$/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: /^Reboot .+…$/ }).click();
  await confirm(page, /^Reboot /);
  await expect(page.getByRole('heading', { name: / rebooted$/ })).toBeVisible({ timeout: 60_000 });
  await expect(connected(page)).toBeVisible();
  expect(pageErrors).toEqual([]);
});

test('upgrade and firmware: what the box does not tell is not claimed', async ({ launch }) => {
  const { page, dataFolder, pageErrors } = await launch();
  await maker.becomeTrusted(dataFolder);
  await addGateway(page, box);
  await openTab(page, 'Maintain');

  const revision = '2031.08.0';
  await dropFile(page, await buildSupervision({ folder, revision, maker }));
  await page.getByRole('button', { name: /^Upgrade / }).click();
  const upgraded = page.getByRole('heading', { name: /upgrade|restarted/i });
  await expect(upgraded.first()).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('progressbar', { name: /^Upgrading / })).toHaveCount(0, { timeout: 90_000 });
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
  const { currentVersion } = await box
    .api<{ currentVersion: string }>('GET', '/api/v1/system/updates')
    .catch(() => ({ currentVersion: 'not told' }));
  expect([revision, 'not told']).toContain(currentVersion);
  await page.getByRole('button', { name: 'Dismiss' }).first().click();

  await dropFile(page, await buildFirmware({ folder, version: '5.1.0', maker }));
  await page.getByRole('button', { name: /^Install firmware and reboot / }).click();
  await confirm(page, /^Install firmware and reboot /);
  await expect(page.getByRole('progressbar', { name: /firmware/i })).toHaveCount(0, { timeout: 90_000 });
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
  expect(pageErrors).toEqual([]);
});

test('a package that a stranger signed: the box refuses it, in its own words', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, box);
  await openTab(page, 'Maintain');
  const stranger = await createMaker(folder, 'stranger');
  await dropFile(page, await buildSilentSupervision({ folder, revision: '2031.07.1', maker: stranger }));
  await page.getByRole('button', { name: /^Upgrade / }).click();
  const result = page.getByRole('region', { name: / failed$/ });
  await expect(result).toBeVisible({ timeout: 60_000 });
  await expect(result.getByText(/signed/).first()).toBeVisible();
  await expect(connected(page)).toBeVisible();
  expect(pageErrors).toEqual([]);
});

test('a revision that never becomes healthy: the box goes back, and no new revision is claimed', async ({
  launch,
}) => {
  await box.stop();
  box = await startGateway({ name: 'old-box', plain: true, maker, args: ['--health-timeout-s', '5'] });
  const { page, dataFolder, pageErrors } = await launch();
  await maker.becomeTrusted(dataFolder);
  await addGateway(page, box);
  await openTab(page, 'Maintain');
  const revision = '2031.06.1';
  await dropFile(page, await buildSilentSupervision({ folder, revision, maker }));
  await page.getByRole('button', { name: /^Upgrade / }).click();
  await expect(page.getByRole('progressbar', { name: /^Upgrading / })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: /^Upgrading / })).toHaveCount(0, { timeout: 120_000 });
  await expect(connected(page)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(`runs ${revision}`)).toHaveCount(0);
  expect(pageErrors).toEqual([]);
});
