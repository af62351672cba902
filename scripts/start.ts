/**
 * `npm start`: the workbench in a window of its own where Electron's runtime can be had. Where it cannot, one line says
 * so and the same workbench opens in the browser. Arguments are handed on to `serve` then.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ensureScreens } from './ensure-screens.ts';

const electronFolder = 'node_modules/electron';
const downloadTimeoutMs = 300_000;

const say = (line: string): void => console.log(line);

/** Path of Electron's program when it is unpacked already; `ELECTRON_OVERRIDE_DIST_PATH` names another place. */
function findRuntime(): string | null {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(electronFolder, 'path.txt');
  const program = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const path = join(override ?? join(electronFolder, 'dist'), program);
  return existsSync(path) ? path : null;
}

/** Lets Electron's own installer download the runtime; null when it cannot or may not. */
function downloadRuntime(): string | null {
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD !== undefined) return null;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined) return null;
  say('fetching the Electron runtime …');
  const options = { stdio: 'ignore', timeout: downloadTimeoutMs } as const;
  const { status } = spawnSync(process.execPath, [join(electronFolder, 'install.js')], options);
  return status === 0 ? findRuntime() : null;
}

/** Why no window can be opened, or null. */
function whyNoWindow(): string | null {
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env;
  if (process.platform !== 'linux' || DISPLAY !== '' || WAYLAND_DISPLAY !== '') return null;
  return 'this session has no display';
}

/** Runs a program in the foreground; signals reach it through the terminal, and its exit code becomes ours. */
function run(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

async function start(args: readonly string[]): Promise<void> {
  const noWindow = whyNoWindow();
  const runtime = noWindow === null ? (findRuntime() ?? downloadRuntime()) : null;
  if (runtime === null) {
    say(`${noWindow ?? 'the Electron runtime cannot be had here'}: opening the workbench in the browser`);
  }
  await ensureScreens(say);
  if (runtime === null) {
    run(process.execPath, ['electron/serve.ts', ...args]);
    return;
  }
  const build = ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'error'];
  const { status } = spawnSync(process.execPath, build, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  run(runtime, ['.', ...args]);
}

await start(process.argv.slice(2));
