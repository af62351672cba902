import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropFile } from './fixtures/drop-file.ts';
import { expect, test } from './fixtures/launch.ts';
import { buildFirmware, createMaker } from './fixtures/packages.ts';
import { connected, startSite } from './fixtures/site.ts';

test('a firmware image that is dropped runs after the reboot that it causes', async ({ launch }) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-firmware-'));
  try {
    const { page, dataFolder, pageErrors } = await launch();
    const maker = await createMaker(folder, 'ACME');
    await maker.becomeTrusted(dataFolder);
    const image = await buildFirmware({ folder, version: '4.19.0', maker });
    await startSite(page);
    await dropFile(page, image);
    await page.getByRole('button', { name: /^Install firmware and reboot / }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Install firmware and reboot / })
      .click();
    const result = page.getByRole('region', { name: / has new firmware$/ });
    await expect(result).toBeVisible({ timeout: 60_000 });
    await expect(result.getByText('4.19.0').first()).toBeVisible();
    await expect(connected(page)).toBeVisible();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await expect(page.getByRole('region', { name: 'Identity' }).getByText('4.19.0')).toBeVisible();
    expect(pageErrors).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
