import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { dropFile } from './fixtures/drop-file.ts';
import { openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';
import { type PacedCable, pacedCable } from './fixtures/paced-cable.ts';
import { buildSupervision, createMaker, type Maker } from './fixtures/packages.ts';
import { connected } from './fixtures/site.ts';

/** A file of two megabytes goes over a line of 92 kB a second, with the cable out in between, and two restarts. */
test.describe.configure({ timeout: 300_000 });

const baudRate = 921_600;
const revision = '2031.08.1';

let folder = '';
let maker: Maker;
let packageFile = '';
let cable: PacedCable;
let gateway: StandAloneGateway;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-serial-'));
  maker = await createMaker(folder, 'ACME');
  packageFile = await buildSupervision({ folder, revision, maker });
  cable = await pacedCable(baudRate);
  const args = ['--console', `${cable.theirs},${baudRate}`];
  gateway = await startGateway({ name: 'pump-house', maker, args });
});

test.afterAll(async () => {
  await gateway.stop();
  await cable.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Adds it as a person does who has the cable in the hand and no network. */
async function addBySerial(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Gateways', exact: true }).click();
  await page.getByRole('button', { name: 'Add a gateway' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Serial cable', { exact: true }).click();
  await dialog.getByLabel('Serial port', { exact: true }).fill(cable.ours);
  await dialog.getByLabel('Baud rate', { exact: true }).fill(String(baudRate));
  await dialog.getByRole('textbox', { name: 'Account', exact: true }).fill(gateway.username);
  await dialog.getByLabel('Password', { exact: true }).fill(gateway.password);
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add and connect' }).click();
  await expect(connected(page)).toBeVisible({ timeout: 60_000 });
}

test('maintained by the serial cable alone: backup, upgrade with the cable pulled in the middle, restore', async ({
  launch,
}) => {
  const { page, backupFolder, pageErrors } = await launch();
  await addBySerial(page);
  await expect(page.getByRole('banner').getByText(/^serial cable/)).toContainText(`${baudRate} baud`);

  await openTab(page, 'Maintain');
  await page
    .getByRole('button', { name: /^Back up / })
    .first()
    .click();
  const backedUp = page.getByRole('region', { name: / backed up$/ });
  await expect(backedUp).toBeVisible({ timeout: 60_000 });
  await expect(backedUp.getByText('serial cable', { exact: true })).toBeVisible();
  const [backupName] = (await readdir(backupFolder)).filter((name) => name.endsWith('.zip'));
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await dropFile(page, packageFile);
  await expect(
    page.getByText(/Over the serial cable at 921600 baud sending takes about \d+ s/),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Upgrade / }).click();
  const bar = page.getByRole('progressbar', { name: /^Upgrading / });
  await expect(page.getByText(/uploading/i).first()).toBeVisible({ timeout: 60_000 });
  // The file is under way: some of it has arrived, most of it not.
  await expect(page.getByText(/[kK]B\/s/).first()).toBeVisible({ timeout: 60_000 });
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await cable.pull();
  await expect(page.getByText(/^0 B\/s$|trying|broke off/).first()).toBeVisible({ timeout: 60_000 });
  await cable.plug();
  await expect(page.getByRole('heading', { name: / upgraded$/ })).toBeVisible({ timeout: 180_000 });
  expect(before).toBeLessThan(100);
  const { revision: runs } = await gateway.api<{ revision: string }>('GET', '/system/capabilities');
  expect(runs).toBe(revision);
  const upgraded = page.getByRole('region', { name: / upgraded$/ });
  await upgraded.getByText('What happened').click();
  await expect(upgraded.getByText(/broke off and goes on as soon as it can/)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();

  await page.getByRole('button', { name: `Restore ${backupName}` }).click();
  await page
    .getByRole('button', { name: /^Restore .+…$/ })
    .last()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Restore / })
    .click();
  await expect(page.getByRole('heading', { name: / restored$/ })).toBeVisible({ timeout: 120_000 });
  await expect(connected(page)).toBeVisible({ timeout: 60_000 });

  await openTab(page, 'Snapshots');
  await expect(page.getByText('before an upgrade').first()).toBeVisible({ timeout: 60_000 });
  await openTab(page, 'Logs');
  await expect(page.getByText(/the gateway application is ready/).first()).toBeVisible({ timeout: 60_000 });
  expect(await findAccessibilityProblems(page)).toEqual([]);
  expect(pageErrors).toEqual([]);
});
