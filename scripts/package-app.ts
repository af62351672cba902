/**
 * `npm run package`: installers for this platform. `-- --dir` an unpacked folder. `--stub-runtime` (Linux) packs around
 * a stub of the Electron runtime, for machines that cannot download it: the result can be looked at, not started.
 * Everything else is handed to electron-builder.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureScreens } from './ensure-screens.ts';
import { writeStubRuntime } from './stub-runtime.ts';

const stubFlag = '--stub-runtime';

/** Settings that keep every tool from looking for a runtime to download. */
const stubEnvironment = (folder: string) => ({
  ...process.env,
  ELECTRON_OVERRIDE_DIST_PATH: folder,
  ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
});

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env });
  if (status !== 0) throw new Error(`${script} failed`);
}

async function packageApp(args: readonly string[]): Promise<void> {
  const builderArgs = args.filter((arg) => arg !== stubFlag);
  const stub = args.includes(stubFlag) ? await mkdtemp(join(tmpdir(), 'gatewright-stub-')) : null;
  try {
    const env = stub === null ? process.env : stubEnvironment(stub);
    await ensureScreens((line) => console.log(line));
    run('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'error'], env);
    if (stub !== null) {
      await writeStubRuntime(stub);
      builderArgs.push(`-c.electronDist=${stub}`);
    }
    run('node_modules/electron-builder/cli.js', ['--publish', 'never', ...builderArgs], env);
  } finally {
    if (stub !== null) await rm(stub, { recursive: true, force: true });
  }
}

try {
  await packageApp(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
