import { createHash } from 'node:crypto';
import type { Account } from '#shared/gateway-api/configuration.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { addGateway, openTab, type StandAloneGateway, startGateway } from './fixtures/gateway.ts';
import { expect, test } from './fixtures/launch.ts';

let gateway: StandAloneGateway;
test.beforeEach(async () => {
  gateway = await startGateway({ name: 'boiler-room' });
});
test.afterEach(() => gateway.stop());

const accounts = () => gateway.api<Account[]>('GET', '/peers/supervision/accounts/getAccounts');
const keys = async () =>
  (await gateway.api<{ apiKeys: ApiKey[] }>('GET', '/api/v1/settings/api-keys')).apiKeys;

test('an account that was added can log in, and one that was deleted cannot', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Access');
  await page.getByRole('button', { name: 'Add an account…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('night-shift');
  const passwords = dialog.locator('input[type=password]');
  await passwords.first().fill('seven candles');
  await passwords.last().fill('seven candles');
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Add to / }).click();
  await expect(page.getByRole('table', { name: 'Accounts' }).getByText('night-shift')).toBeVisible();
  expect((await accounts()).map(({ username, administrator }) => [username, administrator])).toContainEqual([
    'night-shift',
    false,
  ]);

  const digest = createHash('md5').update('seven candles').digest('hex');
  const logIn = () =>
    fetch(`${gateway.address}/auth/rest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'night-shift', password: digest }),
    });
  expect((await logIn()).status).toBe(200);

  await page.getByRole('button', { name: 'More for night-shift' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete night-shift' }).click();
  await expect(page.getByRole('table', { name: 'Accounts' }).getByText('night-shift')).toHaveCount(0);
  expect((await logIn()).status).toBe(401);
  expect(pageErrors).toEqual([]);
});

test('a key is shown once, works, and ends when it is revoked', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Access');
  await page.getByRole('button', { name: 'Make a key…' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('control room');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const [listed] = await keys();
  expect(listed).toMatchObject({ name: 'control room', permissions: { system: 'read' } });
  const key = await dialog.getByLabel('API key').inputValue();
  expect(key.startsWith(listed?.prefix ?? 'none')).toBe(true);
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close without copying' }).click();

  const use = () =>
    fetch(`${gateway.address}/api/v1/system/resources`, { headers: { authorization: `Bearer ${key}` } });
  expect((await use()).status).toBe(200);
  const table = page.getByRole('table', { name: 'API keys' });
  await expect(table.getByText('control room')).toBeVisible();
  await table.getByRole('button', { name: /control room/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Revoke / })
    .click();
  await expect(table.getByText('control room')).toHaveCount(0);
  expect((await use()).status).toBe(401);
  expect(pageErrors).toEqual([]);
});

test('many accounts at once: oneself cannot be chosen, the others go', async ({ launch }) => {
  for (const username of ['early', 'late', 'night']) {
    const password = createHash('md5').update('seven candles').digest('hex');
    await gateway.api('POST', '/peers/supervision/accounts/insertAccount', {
      account: { username, password },
    });
  }
  const { page, pageErrors } = await launch();
  await addGateway(page, gateway);
  await openTab(page, 'Access');
  const table = page.getByRole('table', { name: 'Accounts' });
  await expect(table.getByRole('checkbox', { name: 'Choose admin' })).toBeDisabled();
  await table.getByRole('checkbox', { name: 'Choose all 3 accounts' }).click();
  await table.getByRole('checkbox', { name: 'Choose late' }).click();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Delete 2…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 accounts' }).click();
  await expect
    .poll(async () => (await accounts()).map(({ username }) => username).sort())
    .toEqual(['admin', 'late']);
  await expect(table.getByText('night')).toHaveCount(0);
  expect(pageErrors).toEqual([]);
});
