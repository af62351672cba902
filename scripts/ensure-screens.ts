/**
 * The screens in `out/renderer`, built when their sources changed since the last build. `npm run serve`, `npm start`
 * and the tests call it; when nothing changed it costs the time to hash the sources.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const outFolder = join(root, 'out/renderer');
const stampFile = join(root, 'out/renderer.sha256');

const sources = [
  'renderer/**/*.*',
  'shared/**/*.ts',
  'vite.renderer.config.ts',
  'tsconfig.base.json',
  'tsconfig.renderer.json',
  'package.json',
  'package-lock.json',
];

/** One hash over the names and contents of everything that the build reads. */
function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

const isBuilt = (wanted: string): boolean =>
  existsSync(join(outFolder, 'index.html')) &&
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8').trim() === wanted;

/** Builds the screens unless `out/renderer` holds exactly these sources already. Returns whether it built. */
export async function ensureScreens(say: (line: string) => void): Promise<boolean> {
  const wanted = hashSources();
  if (isBuilt(wanted)) return false;
  say('building the screens');
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.renderer.config.ts'), logLevel: 'warn' });
  writeFileSync(stampFile, `${wanted}\n`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureScreens((line) => console.log(line));
}
