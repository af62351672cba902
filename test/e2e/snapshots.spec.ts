import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { Snapshot } from '#shared/gateway-api/extensions.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';
import { connected } from './fixtures/site.ts';

test.describe.configure({ timeout: 180_000 });

let gateway: StandAloneGateway;
test.beforeEach(async () => {
  gateway = await startGateway({ name: 'boiler-room' });
});
test.afterEach(() => gateway.stop());

const listed = async (): Promise<Snapshot[]> =>
  (await gateway.api<{ snapshots: Snapshot[] }>('GET', '/system/snapshots')).snapshots;
const addresses = () => gateway.api<Address[]>('GET', '/peers/supervision/gateways/getAddresses');

test('take, compare, download, restore, delete: the list is what the gateway says', async ({ launch }) => {
  const { page, backupFolder, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Snapshots');
  await expect(page.getByText('No snapshots yet')).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  await page.getByRole('button', { name: /^Take a snapshot of / }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Label').fill('before the new mapping');
  await dialog.getByRole('button', { name: /^Take it on / }).click();
  await expect(page.getByText('before the new mapping')).toBeVisible();
  const [taken] = await listed();
  expect(taken).toMatchObject({ origin: 'manual', verified: true, label: 'before the new mapping' });
  const name = taken?.name ?? 'none';

  await page.getByRole('button', { name: `More for the snapshot ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Download to the backups' }).click();
  const files = async () =>
    (await readdir(backupFolder).catch(() => [])).filter((file) => file.endsWith('.zip'));
  await expect.poll(files).toHaveLength(1);
  const bytes = await readFile(join(backupFolder, (await files())[0] ?? 'none'));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(taken?.sha256);

  const before = await addresses();
  const [instance] = before;
  const added = { ...instance, id: 'added-later', name: 'added later', address: '#cpu', alias: undefined };
  await gateway.api('POST', '/peers/supervision/gateways/insertAddress', { address: added });
  expect(await addresses()).toHaveLength(before.length + 1);

  await page.getByRole('button', { name: `More for the snapshot ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Compare with now…' }).click();
  await expect(dialog.getByText('added later')).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Restore .+…$/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Restore /, exact: false })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: / restored from a snapshot$/ })).toBeVisible({
    timeout: 90_000,
  });
  await expect(connected(page)).toBeVisible();
  await gateway.logInAgain();
  expect(await addresses()).toEqual(before);
  expect((await listed()).map(({ origin }) => origin)).toContain('before-restore');
  await page.getByRole('button', { name: 'Dismiss' }).first().click();

  await page.getByRole('button', { name: `More for the snapshot ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete / })
    .click();
  await expect.poll(async () => (await listed()).map((snapshot) => snapshot.name)).not.toContain(name);
  expect(pageErrors).toEqual([]);
});
