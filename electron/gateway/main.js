import { mkdirSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';

/**
 * Entry program of the gateway. Only the compile cache is set up here: it has to be there before the rest is loaded, and
 * without it the launcher keeps what compiled it in memory for as long as it runs. In JavaScript for the same reason: Node
 * would load what strips types for this one file, and keep it (7 MiB).
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

const folder = dataFolder(process.argv.slice(2));
// Checking the activity log leaves a folder as it is.
if (folder !== null && !process.argv.includes('--verify-activity')) {
  // In the data folder: a shared one could be filled by somebody else with code that we would run.
  const cache = join(folder, 'cache');
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    enableCompileCache(cache);
  } catch {
    // The program itself says what is wrong with the folder.
  }
}

const [{ runGateway }, { compactHeap }] = await Promise.all([
  import('./program.ts'),
  import('#platform/processes/compact-heap.ts'),
]);
// A killed process would not write it.
setTimeout(flushCompileCache, flushAfterMs).unref();
setTimeout(compactHeap, compactAfterMs).unref();
await runGateway(import.meta.filename);
