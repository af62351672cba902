import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findAccessibilityProblems } from './fixtures/accessibility.ts';
import { dropFile } from './fixtures/drop-file.ts';
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
  await menu(page, 'Output', 'Save all bytes as they came');
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
  await expect(page.getByRole('button', { name: /^Logging/ })).toBeVisible();
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

  await page.getByRole('button', { name: /^Logging/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop the log' }).click();
  await page.keyboard.press('Escape');
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

test('after a restart of the workbench the console is there, open again, and its log goes on in the same file', async ({
  launch,
}) => {
  const workbench = await launch();
  await openConsole(workbench.page);
  await workbench.page.getByRole('button', { name: 'Log…' }).click();
  await workbench.page.getByRole('dialog').getByRole('button', { name: 'Start the log' }).click();
  await device.send('before the restart\r\n');
  await expect(workbench.page.getByRole('button', { name: /^Logging [1-9]\d* B$/ })).toBeVisible();

  const page = await workbench.restart();
  await page.getByRole('link', { name: 'Serial' }).click();
  await page.getByRole('tab', { name: /ttyDEVICE/ }).click();
  await expect(page.getByRole('status').filter({ hasText: /^open, 115200 8N1/ })).toBeVisible();
  await device.send('after the restart\r\n');
  await expect(screenOf(page)).toContainText('workbench started again');
  await expect(screenOf(page)).toContainText('after the restart');
  await page.getByRole('button', { name: /^Logging/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Stop the log' }).click();
  // The file is named and can be had right there.
  await expect(dialog.getByText('The last log is complete')).toBeVisible();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toMatch(
    /before the restart\n(.*\n)*.*workbench started again.*\n(.*\n)*.*after the restart\n/,
  );
  const logs = await readdir(workbench.backupFolder, { recursive: true });
  expect(logs.filter((name) => name.endsWith('.log'))).toHaveLength(1);
  expect(workbench.pageErrors).toEqual([]);
});

test('several files dropped at once go in their order; XMODEM says that it takes one; a dismissed result stays away', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  const [here, there] = [
    await mkdtemp(join(tmpdir(), 'gatewright-drop-')),
    await mkdtemp(join(tmpdir(), 'gatewright-drop-')),
  ];
  const names = ['zulu.bin', 'alpha.bin', 'mike.bin'];
  const contents = names.map((_, index) => randomBytes(10_000 + index));
  for (const [index, name] of names.entries()) await writeFile(join(here, name), contents[index] ?? '');
  await openConsole(page);
  await dropFile(page, ...names.map((name) => join(here, name)));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Send 3 files' })).toBeVisible();
  const protocol = async (name: string) => {
    await dialog.getByRole('combobox', { name: 'Protocol' }).click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  await protocol('XMODEM-1k');
  await expect(dialog.getByText('XMODEM carries one file.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send 3 files' })).toBeDisabled();
  await protocol('YMODEM');
  await dialog.getByRole('button', { name: 'Send 3 files' }).click();
  await expect(dialog).toBeHidden();
  expect(await device.run('rb', ['-q', '-b'], there)).toBe(0);
  await expect(page.getByRole('heading', { name: 'Sending by YMODEM: done' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('listitem').filter({ hasText: '.bin' })).toHaveText([
    /^zulu/,
    /^alpha/,
    /^mike/,
  ]);
  for (const [index, name] of names.entries())
    expect(hash(await readFile(join(there, name)))).toBe(hash(contents[index] ?? Buffer.alloc(0)));

  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('heading', { name: 'Sending by YMODEM: done' })).toBeHidden();
  await page.reload();
  await expect(terminal(page)).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Sending by YMODEM: done' })).toBeHidden();
  for (const folder of [here, there]) await rm(folder, { recursive: true, force: true });
  expect(pageErrors).toEqual([]);
});

test('local echo: what was seen is saved, marked as own input, also after a reload; bytes are searched in hex', async ({
  launch,
}) => {
  const { page, pageErrors } = await launch();
  await openConsole(page);
  await page.getByRole('button', { name: 'Settings of this console' }).click();
  await page.getByRole('dialog').getByRole('switch', { name: 'Show what I type' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await device.send('> ');
  await expect(screenOf(page)).toContainText('>');
  await terminal(page).focus();
  await page.keyboard.type('statsu');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('us');
  await page.keyboard.press('Enter');
  await expect.poll(device.typed).toBe('statsu\u007f\u007fus\r');
  await device.send('all well\r\n> ');
  await expect(screenOf(page)).toContainText('> status');
  await expect(screenOf(page)).toContainText('all well');
  const download = page.waitForEvent('download');
  await menu(page, 'Output', 'Save all as text, without colours');
  expect(await readFile(await (await download).path(), 'utf8')).toBe('> [typed: status]\nall well\n> ');
  expect((await saveAll(page)).toString()).toBe('> all well\r\n> ');

  // Drawn again once, not twice.
  await page.reload();
  await expect(screenOf(page)).toContainText('> status');
  expect((await screenOf(page).textContent())?.match(/status/g)).toHaveLength(1);

  await page.getByText('Hex', { exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Search the bytes' });
  await field.fill('0x0d 0a');
  await expect(page.getByRole('status').filter({ hasText: '1 of 1' })).toBeVisible();
  await expect(page.locator('mark').first()).toHaveText('0d 0a');
  await field.fill('nowhere');
  await expect(page.getByRole('status').filter({ hasText: 'none' })).toBeVisible();
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
