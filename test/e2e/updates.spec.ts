import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { UpdateCheck } from '#shared/gateway-api/management-api.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';
import { createMaker, type Maker } from './fixtures/packages.ts';
import { connected } from './fixtures/site.ts';

test.describe.configure({ timeout: 180_000 });

const root = resolve(import.meta.dirname, '../..');
const revision = '2031.09.0';
let folder = '';
let feed = '';
let maker: Maker;
let gateway: StandAloneGateway;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatewright-feed-'));
  feed = join(folder, 'feed');
  maker = await createMaker(folder, 'ACME');
  const notes = join(folder, 'notes.md');
  await writeFile(notes, "## What's new\n\n- Quieter Modbus polling\n");
  const args = ['--revision', revision, '--feed', feed, '--notes', notes, '--key', maker.privateKeyFile];
  const out = ['--out', join(folder, 'package.zip')];
  await promisify(execFile)(process.execPath, ['scripts/package-supervision.ts', ...args, ...out], {
    cwd: root,
  });
  gateway = await startGateway({ name: 'boiler-room', maker });
});
test.afterEach(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

test('an update from a folder: check, notes, download with checksum, apply beyond the restart', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Updates');
  await page.getByRole('button', { name: 'Change: Folder or address of the feed' }).click();
  await page.getByLabel('Folder or address of the feed').fill(feed);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText('Quieter Modbus polling')).toBeVisible();
  const check = await gateway.api<UpdateCheck>('GET', '/api/v1/system/updates');
  expect(check).toMatchObject({ latestVersion: revision, updateAvailable: true });
  await expect(page.getByText(revision).first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const latest = JSON.parse(await readFile(join(feed, 'latest.json'), 'utf8')) as { sha256: string };
  expect((await readdir(feed)).length).toBeGreaterThan(1);
  await page.getByRole('button', { name: /^Download to / }).click();
  await expect(page.getByText(latest.sha256.slice(0, 16)).first()).toBeVisible();

  await page.getByRole('button', { name: /^Install .+…$/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Install / })
    .click();
  await expect(page.getByRole('heading', { name: / (updated|upgraded)$/ })).toBeVisible({ timeout: 90_000 });
  await expect(connected(page)).toBeVisible();
  await expect(page.getByRole('banner').getByText(`rev ${revision}`)).toBeVisible();
  const capabilities = await (await fetch(`${gateway.address}/system/capabilities`)).json();
  expect(capabilities).toMatchObject({ revision });
  expect(pageErrors).toEqual([]);
});

test('an update that was altered is not installed, and the page says why', async ({ launch }) => {
  const { page } = await launch();
  await addGateway(page, gateway);
  await gateway.api('PUT', '/system/settings', { updateFeed: feed });
  const file = (await readdir(feed)).find((name) => name.endsWith('.zip')) ?? 'none';
  const bytes = await readFile(join(feed, file));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(join(feed, file), bytes);
  await openTab(page, 'Updates');
  await page.getByRole('button', { name: /^Download to / }).click();
  await expect(page.getByText('It was not downloaded')).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
});
