import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createLogger } from '#platform/logging/logger.ts';
import { createForkSpawner } from '#platform/processes/fork-spawner.ts';
import { openParentPort } from '#platform/processes/parent-port.ts';
import packageJson from '../package.json' with { type: 'json' };
import { startWebServer } from './workbench/bridge/web-server.ts';
import { createSessionSecretStore } from './workbench/secrets/session-secret-store.ts';
import { defaultDataFolder } from './workbench/settings/data-folder.ts';
import { openLogFile } from './workbench/settings/log-file.ts';
import { createWorkbench, type Workbench } from './workbench/workbench.ts';

/** The workbench for a browser: `npm run serve -- --port 7300 --data DIR [--no-open]`. */

const root = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7300' },
    data: { type: 'string', default: defaultDataFolder() },
    'no-open': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port`);
  const data = resolve(values.data);
  const log = createLogger({ name: 'workbench' }, openLogFile(data));
  const created = await createWorkbench(
    {
      version: packageJson.version,
      surface: 'browser',
      paths: {
        data,
        defaultBackupFolder: join(homedir(), 'Gatewright'),
        gatewayEntry: join(root, 'electron', 'gateway', 'main.js'),
        keyFolders: [join(root, 'resources', 'keys')],
        recipeFolder: join(root, 'resources', 'recipes'),
      },
      secrets: createSessionSecretStore(),
      spawner: createForkSpawner(),
      dialogs: null,
      notifier: null,
    },
    log,
  );
  if (!created.ok) throw new Error(created.failure.message);
  const workbench = created.value;
  const screens = join(root, 'out', 'renderer');
  const server = await startWebServer({ host: workbench.bridge, files: workbench.files, screens, port, log });
  stopWithSignals(workbench, server.stop);
  process.stdout.write(`workbench ready ${server.address}\n`);
  if (!values['no-open']) openBrowser(server.address);
  // The screens are there already; what could not be taken up is in the log, not a reason to take them away.
  await workbench.start().catch((error: unknown) => log.error({ error }, 'the start was not complete'));
}

/** Ends children and connections on Ctrl+C, on `kill`, and when whoever started this program is gone. */
function stopWithSignals(workbench: Workbench, closeServer: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await closeServer();
    await workbench.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  openParentPort()?.onGone(stop);
}

/** By the system's own opener; where there is none, the printed address has to do. */
function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
}

main().catch((error: unknown) => {
  process.stderr.write(`workbench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
