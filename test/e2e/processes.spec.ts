import { formatBytes } from '#shared/format/bytes.ts';
import type { Resources } from '#shared/gateway-api/management-api.ts';
import { formatPercent } from '../../renderer/lib/format/percent.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';

let gateway: StandAloneGateway;
test.beforeEach(async () => {
  gateway = await startGateway({ name: 'boiler-room' });
});
test.afterEach(() => gateway.stop());

const resources = (query: string) => gateway.api<Resources>('GET', `/api/v1/system/resources${query}`);
const driverPid = async () => {
  const all = await gateway.api<Record<string, { process: { pid: number | null } }>>(
    'GET',
    '/peers/supervision/gateways/getGateways',
  );
  return Object.values(all)[0]?.process.pid ?? null;
};

test('processes: a driver is ended and comes back, the launcher is not offered', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await expect.poll(driverPid).not.toBeNull();
  const pid = await driverPid();
  await openTab(page, 'Processes');
  const table = page.getByRole('table').or(page.getByRole('grid')).first();
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: /filter/i }))
    .first()
    .fill(String(pid));
  await expect(table.getByText(String(pid), { exact: true })).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await page
    .getByRole('button', { name: new RegExp(`${pid}`) })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: /^End / }).first().click();
  await expect.poll(driverPid, { timeout: 30_000 }).not.toBe(pid);
  await expect.poll(driverPid, { timeout: 30_000 }).not.toBeNull();

  const { processes } = await resources('?processes=true');
  const launcher = processes?.find(({ protected: why }) => /launcher/i.test(why ?? ''));
  expect(launcher?.killable).toBe(false);
  expect(pageErrors).toEqual([]);
});

test('overview and resources: the figures of the machine', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Overview');
  const { cpu, memory } = await resources('?info=true');
  expect(cpu.cores).toBeGreaterThan(0);
  await expect(page.getByText(formatBytes(memory.total)).first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await openTab(page, 'Resources');
  await expect(page.locator('canvas').first()).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await page.getByText('Table', { exact: true }).click();
  const { history } = await gateway.api<{ history: { disk: number }[] }>(
    'GET',
    '/api/v1/system/resources/history?hours=24',
  );
  // Of the three figures the disk's does not change between two looks.
  const disk = formatPercent(history.at(-1)?.disk ?? Number.NaN);
  await expect(page.getByRole('table').getByText(disk, { exact: true }).first()).toBeVisible();
  expect(pageErrors).toEqual([]);
});
