import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { expect, test } from './fixtures/launch.ts';
import { type SerialDevice, startSerialDevice } from './fixtures/serial-device.ts';

let device: SerialDevice;
test.slow();
test.beforeEach(async () => {
  device = await startSerialDevice();
});
test.afterEach(() => device.end());

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const screenOf = (page: Page) => page.locator('.xterm-rows');
const terminal = (page: Page) => page.getByRole('textbox', { name: /^Console\./ });
const menu = async (page: Page, button: string, item: string | RegExp) => {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

async function openConsole(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Serial' }).click();
  await page.getByRole('button', { name: 'Enter a path…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Port', { exact: true }).fill(device.path);
  await dialog.getByRole('button', { name: 'Open the port' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: /^open, 115200 8N1/ })).toBeVisible();
  await expect(terminal(page)).toBeAttached();
}

async function saveAll(page: Page): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await menu(page, 'Save all', 'Bytes as they came');
  return readFile(await (await download).path());
}

test('a console: keys go out, answers are shown, a flood of 5 MiB arrives whole, the keyboard gets out again', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  await openConsole(page);
  device.beShell();
  await terminal(page).focus();
  await page.keyboard.type('version');
  await page.keyboard.press('Enter');
  await expect(screenOf(page)).toContainText('ok version');
  expect(device.typed()).toBe('version\r');
  // Tab belongs to the device; the way out is another key.
  await page.keyboard.press('Tab');
  await expect.poll(device.typed).toBe('version\r\t');
  await page.keyboard.press('Control+Shift+X');
  await expect(page.getByRole('toolbar', { name: 'Console tools' })).toBeFocused();
  expect(await findAccessibilityProblems(page)).toEqual([]);

  const lines = Buffer.from(randomBytes(2_621_440).toString('hex').replace(/.{62}/g, '$&\r\n'));
  await device.send(lines);
  await device.send('\r\nthe end of it\r\n');
  await expect(screenOf(page)).toContainText('the end of it', { timeout: 60_000 });
  expect(hash(await saveAll(page))).toBe(hash(device.sent()));

  // Tabs live in the host: after a reload the same screen is drawn, and old questions are not answered again.
  const typed = device.typed();
  await page.reload();
  await expect(screenOf(page)).toContainText('the end of it', { timeout: 60_000 });
  expect(device.typed()).toBe(typed);

  await page.getByText('Hex', { exact: true }).click();
  const bytes = page.getByRole('region', { name: 'Bytes received' });
  const last = device.sent().length - 1;
  await expect(bytes).toContainText((last - (last % 16)).toString(16).padStart(8, '0'));
  expect(pageErrors).toEqual([]);
});

test('a pulled device: the tab waits, takes it up again, and its log goes on in the same file', async ({
  launch,
}) => {
  const { page, pageErrors, backupFolder } = await launch();
  await openConsole(page);
  await page.getByRole('button', { name: 'Log…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start the log' }).click();
  await expect(page.getByRole('button', { name: 'Logging' })).toBeVisible();
  await device.send('\u001b[31mbefore the break\u001b[0m\r\n');
  await expect(screenOf(page)).toContainText('before the break');

  await device.pull();
  await expect(page.getByRole('status').filter({ hasText: /^waiting for the device/ })).toBeVisible();
  await terminal(page).focus();
  await page.keyboard.type('x');
  await expect(page.getByText('The device is away. What you type is not sent.')).toBeVisible();

  await device.plug();
  await expect(page.getByRole('status').filter({ hasText: /^open, / })).toBeVisible({ timeout: 30_000 });
  await device.send('after the break\r\n');
  await expect(screenOf(page)).toContainText('after the break');
  await expect(screenOf(page)).toContainText('device gone, waiting for it');

  await page.getByRole('button', { name: 'Logging' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the log' }).click();
  await expect(page.getByRole('button', { name: 'Log…' })).toBeVisible();
  const logs = (await readdir(backupFolder, { recursive: true })).filter((name) => name.endsWith('.log'));
  expect(logs).toHaveLength(1);
  const text = await readFile(join(backupFolder, logs[0] ?? ''), 'utf8');
  expect(text).toContain('before the break');
  expect(text).toContain('after the break');
  expect(text).not.toContain('\u001b');
  expect(pageErrors).toEqual([]);
});

test('ZMODEM with the device’s own sz and rz: asked about first, both ways, byte for byte', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-zmodem-'));
  const content = randomBytes(200_000);
  await writeFile(join(folder, 'config.bin'), content);
  await openConsole(page);

  const sending = device.run('sz', ['config.bin'], folder);
  await expect(
    page.getByRole('heading', { name: 'The device wants to send a file by ZMODEM' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Receiving by ZMODEM: done' })).toBeVisible({
    timeout: 60_000,
  });
  expect(await sending).toBe(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect(hash(await readFile(await (await download).path()))).toBe(hash(content));
  await page.getByRole('button', { name: 'Dismiss' }).click();

  const back = randomBytes(150_000);
  const receiving = device.run('rz', ['--overwrite'], folder);
  await expect(page.getByRole('heading', { name: 'The device waits for a file by ZMODEM' })).toBeVisible();
  await page
    .getByLabel('Choose files to send')
    .setInputFiles({ name: 'image.bin', mimeType: 'application/octet-stream', buffer: back });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sending by ZMODEM: done' })).toBeVisible({
    timeout: 60_000,
  });
  expect(await receiving).toBe(0);
  expect(hash(await readFile(join(folder, 'image.bin')))).toBe(hash(back));
  await rm(folder, { recursive: true, force: true });
  expect(pageErrors).toEqual([]);
});

test('a port that is not there: nothing opens, and the reason is said', async ({ launch }) => {
  const { page } = await launch();
  await page.getByRole('link', { name: 'Serial' }).click();
  await page.getByRole('button', { name: 'Enter a path…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Port', { exact: true }).fill(`${device.path}-other`);
  await dialog.getByRole('button', { name: 'Open the port' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is no port');
  await expect(page.getByRole('tab', { name: 'ttyDEVICE' })).toBeHidden();
});
