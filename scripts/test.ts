/**
 * `npm test [-- FILTER…]`: system programs, then Vitest, then Playwright. Both runners always run and keep their
 * closing lines; the last line counts both, and the exit code is not 0 when either failed. With filters, which Vitest
 * gets, Playwright is left out.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import process from 'node:process';
import { ensureScreens } from './ensure-screens.ts';
import { ensureSystemPackages, howToInstall } from './system-packages.ts';
import { describeCounts, readCounts, sumCounts } from './test-counts.ts';

const reportFolder = 'out/test';
const vitestFile = `${reportFolder}/vitest.json`;
const playwrightFile = `${reportFolder}/playwright.json`;

const say = (line: string): void => console.log(`test: ${line}`);

function run(script: string, args: readonly string[]): number {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightFile };
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env });
  return status ?? 1;
}

function runVitest(filters: readonly string[]): number {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestFile}`];
  return run('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...filters]);
}

async function main(filters: readonly string[]): Promise<number> {
  const missing = ensureSystemPackages(say);
  if (missing.length > 0) {
    console.error(howToInstall(missing));
    return 1;
  }
  rmSync(reportFolder, { recursive: true, force: true });
  // Before Vitest, so that its tests of the served screens find them too.
  await ensureScreens(say);
  const unit = runVitest(filters);
  const endToEnd =
    filters.length > 0 ? 0 : run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json']);
  const counts = [vitestFile, playwrightFile].flatMap((file) => readCounts(file) ?? []);
  say(`Vitest ${unit === 0 ? 'ok' : 'FAILED'}, Playwright ${endToEnd === 0 ? 'ok' : 'FAILED'}`);
  console.log(describeCounts(sumCounts(counts)));
  return unit === 0 ? endToEnd : unit;
}

process.exitCode = await main(process.argv.slice(2));
