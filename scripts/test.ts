/**
 * `npm test [-- FILTER…]`: system programs, then Vitest, then Playwright. Both runners always run and keep their
 * closing lines; the exit code is that of the worse one. Filters go to Vitest only, and Playwright is then left out.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { ensureScreens } from './ensure-screens.ts';
import { ensureSystemPackages, howToInstall } from './system-packages.ts';

const say = (line: string): void => console.log(`test: ${line}`);

function run(script: string, args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  return status ?? 1;
}

const filters = process.argv.slice(2);
const missing = ensureSystemPackages(say);
if (missing.length > 0) {
  console.error(howToInstall(missing));
  process.exit(1);
}

const unit = run('node_modules/vitest/vitest.mjs', ['run', '--passWithNoTests=false', ...filters]);
if (filters.length > 0) process.exit(unit);

await ensureScreens(say);
const endToEnd = run('node_modules/@playwright/test/cli.js', ['test']);
say(`Vitest ${unit === 0 ? 'passed' : 'FAILED'}, Playwright ${endToEnd === 0 ? 'passed' : 'FAILED'}`);
process.exit(unit === 0 ? endToEnd : unit);
