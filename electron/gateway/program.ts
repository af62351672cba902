import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { findCertificateTrouble } from '#platform/certificates/certificate-trouble.ts';
import { openRotatingFile } from '#platform/files/rotating-file.ts';
import { findPortTrouble } from '#platform/http/port-trouble.ts';
import { createLogger } from '#platform/logging/logger.ts';
import { stampedLine } from '#platform/logging/stamped-line.ts';
import { chooseSpawner } from '#platform/processes/brokered-spawner.ts';
import { openParentPort } from '#platform/processes/parent-port.ts';
import { type GatewayArguments, parseGatewayArguments, usage } from './launcher/arguments.ts';
import { openLauncher } from './launcher/launcher.ts';
import { gatewayFolders } from './launcher-protocol.ts';

/** What `main.ts` runs once the compile cache is on. */

const logBytes = 5 * 1024 * 1024;
/** From the end of the reboot command to the signal that ends this program. */
const rebootWaitMs = 120_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** So that whoever starts it can tell that waiting may help (`EX_TEMPFAIL` of sysexits). */
const folderInUseCode = 75;

function fail(sentence: string, code = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function readArguments(): GatewayArguments {
  if (process.argv.includes('--help')) {
    say(usage);
    process.exit(0);
  }
  try {
    return parseGatewayArguments(process.argv.slice(2));
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/**
 * The gateway as a program: by hand (`npm run gateway`) or as a child of the workbench. `entryFile` is the entry program's:
 * the others lie beside it. Ends the process.
 */
export async function runGateway(entryFile: string): Promise<never> {
  // From source the programs lie in folders, in the Electron build beside one another.
  const fromSource = import.meta.filename.endsWith('.ts');
  const home = dirname(entryFile);
  const factoryEntry = join(home, fromSource ? 'supervision/main.ts' : 'supervision.js');
  const productKeys = join(home, '../../resources/keys');
  // Whoever read our output may be gone before us; that is no reason to fall over.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const options = readArguments();
  if (options.verifyActivity) {
    const { verifyActivity } = await import('./supervision/activity/verify-activity.ts');
    const { exitCode, lines } = verifyActivity(join(options.dataFolder, gatewayFolders.state));
    for (const line of lines) say(line);
    process.exit(exitCode);
  }
  const parent = openParentPort();
  const logs = join(options.dataFolder, gatewayFolders.logs);
  try {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    fail(`The data folder ${options.dataFolder} cannot be used: ${String(error)}`);
  }
  const certificateTrouble = await findCertificateTrouble(options.certificate);
  if (certificateTrouble !== null) fail(certificateTrouble);
  const logFile = (name: string) => openRotatingFile(join(logs, name), { maxBytes: logBytes });
  const outputs = { out: logFile('supervision-out.log'), error: logFile('supervision-error.log') };
  const log = createLogger({ name: 'launcher' }, logFile('launcher.log'));

  const opened = await openLauncher(
    {
      spawner: chooseSpawner(parent),
      factoryEntry,
      log,
      onReady(url) {
        say(`gateway ready ${url}`);
        parent?.send({ type: 'ready', url });
      },
      onIdentify: (request) => parent?.send({ type: 'identify', ...request }),
      onTrouble: (sentence) =>
        void process.stderr.write(`${sentence} It is started again; its log is in ${logs}\n`),
      onOutput(stream, line) {
        outputs[stream].write(`${stampedLine(line, new Date())}\n`);
        if (stream === 'error') process.stderr.write(`${line}\n`);
      },
    },
    { ...options, keyFolders: options.keyFolders ?? [productKeys], hasParent: parent !== null, rebootWaitMs },
  );
  if (!opened.ok) {
    const { code, message } = opened.failure;
    fail(message, code === 'FOLDER_IN_USE' ? folderInUseCode : 1);
  }
  const launcher = opened.value;
  // Only now: the port of a launcher that was killed is free when its supervision has ended.
  const portTrouble = await findPortTrouble(options.host, options.port);
  if (portTrouble !== null) fail(portTrouble);

  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'launcher stops');
    void launcher.stop();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  parent?.onGone(() => stop('its parent is gone'));
  parent?.onMessage((message) => {
    if (message !== null && typeof message === 'object' && 'type' in message && message.type === 'stop') {
      stop('its parent asked');
    }
  });

  try {
    await launcher.run();
  } catch (error) {
    log.fatal({ error }, 'the launcher failed');
    fail(`The gateway had to stop: ${String(error)}`);
  }
  process.exit(0);
}
