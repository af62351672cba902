import { mkdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Entry programs switch the compile cache on before the rest is loaded: it has to be there first, and without it a server keeps what
 * compiled it in memory for as long as it runs. In JavaScript for the same reason: Node would load what strips types for this one
 * file, and keep it (7 MiB).
 */

const flushAfterMs = 2_000;
const compactAfterMs = 10_000;

/**
 * As the command line has it; whether that can be used is told later.
 * @param {readonly string[]} argv
 * @returns {string | null}
 */
function dataFolder(argv) {
  const at = argv.indexOf('--data');
  const given =
    at < 0 ? argv.find((word) => word.startsWith('--data='))?.slice('--data='.length) : argv[at + 1];
  return given === undefined || given === '' ? null : resolve(given);
}

/**
 * Caches what is compiled below `--data DIR`. In the data folder: a shared one could be filled by somebody else with code that we
 * would run.
 * @param {readonly string[]} argv
 */
export function cacheCompiled(argv) {
  const folder = dataFolder(argv);
  if (folder === null) return;
  const cache = join(folder, 'cache');
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    enableCompileCache(cache);
  } catch {
    // The program itself says what is wrong with the folder.
  }
}

/**
 * Once the program is loaded: writes the cache soon, as a killed process would not, and gives back what loading took.
 * @param {() => void} compactHeap
 */
export function settle(compactHeap) {
  setTimeout(flushCompileCache, flushAfterMs).unref();
  setTimeout(compactHeap, compactAfterMs).unref();
}
