/** `npm run check`: everything that can be said without running the product. All checks run; one line each at the end. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const binary = (path: string, ...args: string[]): string[] => [`node_modules/${path}`, ...args];

const cruised = ['electron', 'renderer', 'shared', 'scripts', 'test'];

const checks: readonly { name: string; command: string[] }[] = [
  { name: 'types, Node side', command: binary('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit') },
  {
    name: 'types, screens',
    command: binary('typescript/bin/tsc', '-p', 'tsconfig.renderer.json', '--noEmit'),
  },
  { name: 'lint and format', command: binary('@biomejs/biome/bin/biome', 'check', '--error-on-warnings') },
  {
    name: 'layering',
    command: binary(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      ...cruised,
    ),
  },
  { name: 'unused code', command: binary('knip/bin/knip.js') },
  { name: 'OpenAPI', command: ['scripts/check-openapi.ts'] },
  { name: 'file length', command: ['scripts/check-file-length.ts'] },
];

const only = process.argv.slice(2);
const results = checks
  .filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)))
  .map(({ name, command }) => {
    console.log(`\n── ${name}`);
    const startedAt = performance.now();
    const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
    return { name, passed: status === 0, seconds: (performance.now() - startedAt) / 1000 };
  });

console.log('');
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name}  (${seconds.toFixed(1)} s)`);
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
