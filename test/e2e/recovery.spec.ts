import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/launch.ts';
import { type LoginBoard, startLoginBoard } from './fixtures/login-board.ts';
import { type SerialPair, serialPair } from './fixtures/serial-pair.ts';

/** A shipped recipe on a real port of this computer; at its other end a board that answers by a script. */
test.describe.configure({ timeout: 240_000 });

const password = 'plant-room-7';
const kernel = 'Linux gw 6.6.51 #1 SMP armv7l GNU/Linux';
let cable: SerialPair;
let board: LoginBoard;

test.beforeAll(async () => {
  cable = await serialPair();
  board = await startLoginBoard({
    port: cable.theirs,
    password,
    answers: { 'uname -a': kernel, 'df -h': '/dev/mmcblk0p2  1.8G  1.1G  700M  61% /' },
  });
});

test.afterAll(async () => {
  await board.close();
  await cable.remove();
});

/** From the list to the one question. */
async function fillIn(page: Page, options: { stepByStep: boolean }): Promise<void> {
  await page.getByRole('link', { name: 'Recovery', exact: true }).click();
  await page.getByRole('textbox', { name: 'Search the recipes' }).fill('linux console');
  await page.getByRole('link', { name: 'Linux: log in and look at the system' }).first().click();
  await page.getByRole('combobox', { name: 'Serial port' }).fill(cable.ours);
  await page.getByLabel('Password', { exact: true }).fill(password);
  if (options.stepByStep) await page.getByRole('switch', { name: 'Step by step' }).click();
  await page.getByRole('button', { name: /^Start on / }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(cable.ours).first()).toBeVisible();
  await dialog.getByRole('button', { name: `Start on ${cable.ours}` }).click();
}

test('a shipped recipe runs to its end, its transcript is shown and kept without the password', async ({
  launch,
}) => {
  const { page, dataFolder, pageErrors } = await launch();
  await fillIn(page, { stepByStep: false });
  const result = page.getByRole('region', { name: /: completed$/ });
  await expect(result).toBeVisible({ timeout: 120_000 });
  await expect(result.getByText('What the gateway told is in the transcript.')).toBeVisible();
  const lines = page.getByRole('region', { name: 'Lines of the transcript' });
  await expect(lines.getByText(kernel)).toBeVisible();
  expect(board.entered.at(-1)).toBe('exit');
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download', exact: true }).click();
  const download = await waiting;
  const saved = await readFile(await download.path(), 'utf8');
  const kept = await readFile(join(dataFolder, 'logs', 'recipes', download.suggestedFilename()), 'utf8');
  expect(saved).toBe(kept);
  expect(kept).not.toContain(password);
  const order = ['<< gw login:', '>> root', `<< ${kernel}`, '<< gw-mark-4', '>> exit', '-- completed'];
  const places = order.map((text) => kept.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  // Every line on the screen stands in the file.
  for (const text of await lines.locator('[data-kind="received"] > span:last-child').allTextContents())
    expect(kept).toContain(text.replace(/^received: /, '').trimEnd());

  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('textbox', { name: 'Search the recipes' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Runs' })).toBeHidden();
  expect(pageErrors).toEqual([]);
});

test('step by step it waits for Next, and Stop ends it where it is', async ({ launch }) => {
  const { page, pageErrors } = await launch();
  await fillIn(page, { stepByStep: true });
  await expect(page.getByText(/^Before step 1 of \d+: Knock$/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText(/^Before step 2 of \d+: Wait for the login or a shell$/)).toBeVisible();
  expect(await findAccessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Stop' }).click();
  const result = page.getByRole('region', { name: /: stopped$/ });
  await expect(result.getByText(/^Stopped by you\./)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('listitem').filter({ hasText: '1. Knock, done' })).toBeVisible();

  // What was entered is still there, but the secret is not.
  await result.getByRole('button', { name: /^Run it again/ }).click();
  await expect(page.getByRole('combobox', { name: 'Serial port' })).toHaveValue(cable.ours);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  expect(pageErrors).toEqual([]);
});
