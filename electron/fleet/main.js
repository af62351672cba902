import process from 'node:process';
import { cacheCompiled, settle } from '../platform/processes/compile-cache.js';

/** Entry program of the fleet backend. */

cacheCompiled(process.argv.slice(2));

const [{ runFleet }, { compactHeap }] = await Promise.all([
  import('./program.ts'),
  import('#platform/processes/compact-heap.ts'),
]);
settle(compactHeap);
await runFleet();
