import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { openParentPort } from '#platform/processes/parent-port.ts';

/**
 * Entry program of the gateway application; the launcher starts it. Only the compile cache is set up here: it has to be
 * there before the rest is loaded, saves a third of the start, and drivers inherit it.
 */

/** As in the launcher's protocol; that module would bring its schemas along before the cache is on. */
const bootVariable = 'GATEWRIGHT_BOOT';
const flushAfterMs = 2_000;
const compactAfterMs = 10_000;

const parent = openParentPort();
const bootText = process.env[bootVariable];
if (parent === null || bootText === undefined) {
  process.stderr.write('the launcher starts this program; run "npm run gateway"\n');
  process.exit(2);
}

// In the data folder: a shared one could be filled by somebody else with code that we would run.
const cacheFolder = join((JSON.parse(bootText) as { dataFolder: string }).dataFolder, 'cache');
enableCompileCache(cacheFolder);
process.env.NODE_COMPILE_CACHE ??= cacheFolder;

const [{ runProgram }, { compactHeap }] = await Promise.all([
  import('./program.ts'),
  import('#platform/processes/compact-heap.ts'),
]);
await runProgram(import.meta.url, parent, bootText);
// A killed process would not write it.
setTimeout(flushCompileCache, flushAfterMs).unref();
setTimeout(compactHeap, compactAfterMs).unref();
