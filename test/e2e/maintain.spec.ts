import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { dropFile } from './fixtures/drop-file.ts';
import { expect, test } from './fixtures/launch.ts';
import { buildSilentSupervision, buildSupervision, createMaker, type Maker } from './fixtures/packages.ts';
import { startSite } from './fixtures/site.ts';

/** Restarts, a backup and a package of some megabytes are in each of these. */
test.describe.configure({ timeout: 240_000 });

let folder = '';
let maker: Maker;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-packages-'));
  maker = await createMaker(folder, 'ACME');
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function trustMaker(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Trust a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles(maker.publicKeyFile);
  await expect(dialog.getByLabel('Name of the maker')).toHaveValue(maker.name);
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Trust this key' }).click();
  await expect(page.getByRole('button', { name: `Remove ${maker.name}…` })).toBeVisible();
  await page.getByRole('link', { name: 'Site' }).click();
}

const revisionShown = (page: Page) => page.getByRole('banner').getByText(/^rev /);

test('first start to restored backup: site, backup, upgrade by dropping a file, restore', async ({
  launch,
}) => {
  const { page, backupFolder, pageErrors } = await launch();
  const revision = '2031.05.1';
  const packageFile = await buildSupervision({ folder, revision, maker });
  await trustMaker(page);
  await startSite(page);
  const before = await revisionShown(page).textContent();

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

  await dropFile(page, packageFile);
  const preflight = page.getByRole('region', { name: /^Preflight: supervision-2031/ });
  await expect(preflight.getByText('signed by ACME', { exact: true })).toBeVisible();
  await expect(preflight.getByText(revision).first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  const seen = watchBar(page);
  await page.getByRole('button', { name: /^Upgrade / }).click();
  await expect(page.getByRole('progressbar', { name: /^Upgrading / })).toBeVisible();
  const positions = await seen;
  expect(positions.length).toBeGreaterThan(2);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  await expect(page.getByRole('heading', { name: / upgraded$/ })).toBeVisible();
  await expect(revisionShown(page)).toHaveText(`rev ${revision}`);
  expect(before).not.toBe(`rev ${revision}`);
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
  await expect(page.getByRole('heading', { name: / restored$/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('status').getByText('connected', { exact: true })).toBeVisible();
  await expect(revisionShown(page)).toHaveText(`rev ${revision}`);
  expect(pageErrors).toEqual([]);
});

test('a revision that never becomes healthy is rolled back, and the page says so', async ({ launch }) => {
  const { page, dataFolder } = await launch();
  const packageFile = await buildSilentSupervision({ folder, revision: '2031.06.0', maker });
  await maker.becomeTrusted(dataFolder);
  await startSite(page);
  const before = (await revisionShown(page).textContent()) ?? '';

  await dropFile(page, packageFile);
  await page.getByRole('button', { name: /^Upgrade / }).click();
  await expect(page.getByRole('heading', { name: / was rolled back$/ })).toBeVisible({ timeout: 150_000 });
  await expect(
    page
      .getByRole('region', { name: / was rolled back$/ })
      .getByText(/2031\.06\.0 did not become healthy within 60 s/)
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('status').getByText('connected', { exact: true })).toBeVisible();
  await expect(revisionShown(page)).toHaveText(before);
});

test('a package that a stranger signed is refused before anything is sent', async ({ launch }) => {
  const { page } = await launch();
  const stranger = await createMaker(folder, 'stranger');
  const strange = await buildSilentSupervision({ folder, revision: '2031.07.0', maker: stranger });
  await startSite(page);
  await dropFile(page, strange);
  await expect(page.getByText('signed with a key that is not trusted')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Upgrade / })).toHaveAttribute('aria-disabled', 'true');
});

test('a reboot asks once, measures how long the gateway was away, and proves it by the boot id', async ({
  launch,
}) => {
  const { page } = await launch();
  await startSite(page);
  await page.getByRole('button', { name: /^Reboot .+…$/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reboot / })
    .click();
  await expect(page.getByRole('heading', { name: / rebooted$/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: / rebooted$/ }).getByText(/was away for/)).toBeVisible();
});

/**
 * Every position of the bar in the order in which it was drawn, from its first one until the result stands there; -1 where
 * it was gone in between.
 */
const watchBar = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const positions: number[] = [];
        const look = () => {
          const bar = document.querySelector('[role=progressbar][aria-label^="Upgrading "]');
          const position = bar === null ? -1 : Number(bar.getAttribute('aria-valuenow'));
          if ((bar !== null || positions.length > 0) && position !== positions.at(-1))
            positions.push(position);
          const ended = [...document.querySelectorAll('h2, h3')].some((heading) =>
            / upgraded$/.test(heading.textContent ?? ''),
          );
          if (ended) resolve(positions.filter((at, index) => at !== -1 || index < positions.length - 1));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
