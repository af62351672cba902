import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';
import { startProgram } from '../e2e/fixtures/processes.ts';
import { type SerialDevice, startSerialDevice } from '../e2e/fixtures/serial-device.ts';
import { type Figure, mebibytes } from './report.ts';

const mebibyte = 2 ** 20;
const seconds = 6;
const piecesPerSecond = 64;
const frameBudgetMs = 50;
/** Three frames of a 60 Hz screen are 50.0 ms and a bit. */
const clockMs = 0.5;

/** Serial output at 1 MiB/s into an open console in a real browser: what arrives, and the longest frame meanwhile. */
export async function measureConsole(root: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gatewright-bench-'));
  const device = await startSerialDevice();
  const env = { HOME: folder, USERPROFILE: folder };
  const args = ['electron/serve.ts', '--data', join(folder, 'data'), '--port', '0', '--no-open'];
  const program = await startProgram(args, 'workbench ready', { cwd: root, env });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
    await page.goto(program.announced);
    await openConsole(page, device);
    const idle = await longestFrame(page, () => pause(2_000));
    const flooded = await longestFrame(page, () => flood(page, device));
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Output' }).click();
    await page.getByRole('menuitem', { name: 'Save all bytes as they came' }).click();
    const saved = await readFile(await (await download).path());
    const sent = device.sent();
    const whole = digest(saved) === digest(sent);
    return [
      {
        what: `console: ${mebibytes(sent.length)} at 1 MiB/s, saved again`,
        measured: whole ? 'byte for byte' : `${sent.length - saved.length} B missing or changed`,
        budget: 'byte for byte',
        within: whole,
      },
      {
        what: 'console: longest frame meanwhile',
        measured: `${flooded.toFixed(0)} ms`,
        budget: `≤ ${frameBudgetMs} ms`,
        within: flooded <= frameBudgetMs + clockMs,
      },
      {
        what: 'console: longest frame of the same page at rest',
        measured: `${idle.toFixed(0)} ms`,
        budget: '',
        within: null,
      },
    ];
  } finally {
    await browser.close();
    await program.stop();
    await device.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function openConsole(page: Page, device: SerialDevice): Promise<void> {
  await page.getByRole('link', { name: 'Serial' }).click();
  await page.getByRole('button', { name: 'Enter a path…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Port', { exact: true }).fill(device.path);
  await dialog.getByRole('button', { name: 'Open the port' }).click();
  await page.locator('.xterm-rows').waitFor();
  await device.send('ready\r\n');
  await page.locator('.xterm-rows').getByText('ready').waitFor();
}

/** Lines of 64 characters at an even pace; ends when the last one is on the screen. */
async function flood(page: Page, device: SerialDevice): Promise<void> {
  const piece = mebibyte / piecesPerSecond;
  const startedAt = performance.now();
  for (let sent = 0; sent < seconds * piecesPerSecond; sent++) {
    const line = () => `${randomBytes(31).toString('hex')}\r\n`;
    await device.send(Array.from({ length: piece / 64 }, line).join(''));
    await pause(Math.max(0, startedAt + ((sent + 1) * 1000) / piecesPerSecond - performance.now()));
  }
  await device.send('\r\nthe end of it');
  await page.locator('.xterm-rows').getByText('the end of it').waitFor({ timeout: 120_000 });
}

/** The longest time between two frames while something goes on. */
async function longestFrame(screen: Page, meanwhile: () => Promise<void>): Promise<number> {
  const measuring = await screen.evaluateHandle(() => {
    // Runs in the page; the types here are Node's.
    const page = globalThis as unknown as { requestAnimationFrame(run: (now: number) => void): number };
    const state = { longestMs: 0, running: true };
    let last = performance.now();
    const frame = (now: number): void => {
      state.longestMs = Math.max(state.longestMs, now - last);
      last = now;
      if (state.running) page.requestAnimationFrame(frame);
    };
    page.requestAnimationFrame((now) => {
      last = now;
      page.requestAnimationFrame(frame);
    });
    return state;
  });
  await meanwhile();
  return measuring.evaluate((state) => {
    state.running = false;
    return state.longestMs;
  });
}
