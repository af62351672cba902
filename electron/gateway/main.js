import process from 'node:process';
import { cacheCompiled, settle } from '../platform/processes/compile-cache.js';

/** Entry program of the gateway. */

const argv = process.argv.slice(2);
// Checking the activity log leaves a folder as it is.
if (!argv.includes('--verify-activity')) cacheCompiled(argv);

const [{ runGateway }, { compactHeap }] = await Promise.all([
  import('./program.ts'),
  import('#platform/processes/compact-heap.ts'),
]);
settle(compactHeap);
await runGateway(import.meta.filename);
