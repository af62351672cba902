import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { findChromium } from '../../../scripts/find-chromium.ts';
import { findAccessibilityProblems } from '../fixtures/accessibility.ts';
import { shotAt } from './fixtures.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/**
 * Pictures of every screen in every state and both themes, and what axe says of each:
 * `node test/e2e/screens/shoot.ts [--out DIR] [--only WORD] [--theme light]`. Ends with 1 when axe found something.
 */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'gatewright-screens') },
    only: { type: 'string' },
    theme: { type: 'string' },
  },
});

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

async function shoot(browser: Browser, base: string, scenario: Scenario, theme: 'light' | 'dark') {
  const context = await browser.newContext({
    viewport: { width: scenario.width ?? 1280, height: 800 },
    colorScheme: theme,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  try {
    await page.clock.setFixedTime(shotAt);
    await page.goto(`${base}?scenario=${scenario.name}&theme=${theme}${scenario.hash}`);
    await page.getByRole('banner').waitFor();
    await page.waitForTimeout(450);
    await scenario.steps?.(page);
    await page.screenshot({ path: join(values.out, `${scenario.name}-${theme}.png`) });
    problems.push(...(await findAccessibilityProblems(page)));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  await context.close();
  return problems.map((problem) => `${scenario.name} ${theme}: ${problem}`);
}

const outDir = await mkdtemp(join(tmpdir(), 'gatewright-shots-'));
const configFile = resolve(import.meta.dirname, 'vite.config.ts');
await build({ configFile, build: { outDir }, logLevel: 'warn' });
const server = await preview({
  configFile,
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0, headers: { 'content-security-policy': policy } },
});
const base = server.resolvedUrls?.local[0] ?? '';
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
await mkdir(values.out, { recursive: true });
const wanted = scenarios.filter(
  ({ name }) => !values.only || values.only.split(',').some((word) => name.includes(word)),
);
const themes = (['light', 'dark'] as const).filter((theme) => !values.theme || theme === values.theme);
const problems: string[] = [];
const waiting = wanted.flatMap((scenario) => themes.map((theme) => ({ scenario, theme })));
const worker = async (): Promise<void> => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    problems.push(...(await shoot(browser, base, next.scenario, next.theme)));
  }
};
await Promise.all([worker(), worker(), worker()]);
await browser.close();
await server.close();
await rm(outDir, { recursive: true, force: true });
process.stdout.write(`${wanted.length * themes.length} pictures in ${values.out}\n`);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
