import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { findCertificateTrouble } from '#platform/certificates/certificate-trouble.ts';
import { serverCertificate } from '#platform/certificates/server-certificate.ts';
import { openRotatingFile } from '#platform/files/rotating-file.ts';
import { findPortTrouble } from '#platform/http/port-trouble.ts';
import { createLogger } from '#platform/logging/logger.ts';
import { lockFolder } from '#platform/processes/folder-lock.ts';
import { openParentPort } from '#platform/processes/parent-port.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { type FleetArguments, parseFleetArguments, usage } from './arguments.ts';
import { createFleet, type Fleet } from './fleet.ts';

/** What `main.js` runs once the compile cache is on. */

const logBytes = 5 * 1024 * 1024;
/** So that whoever starts it can tell that waiting may help (`EX_TEMPFAIL` of sysexits). */
const inUseCode = 75;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function fail(sentence: string, code = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function readArguments(): FleetArguments {
  if (process.argv.includes('--help')) {
    say(usage);
    process.exit(0);
  }
  try {
    return parseFleetArguments(process.argv.slice(2), process.env);
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** The fleet backend as a program: by hand (`npm run fleet`) or as a child of the workbench. */
export async function runFleet(): Promise<void> {
  // Whoever read our output may be gone before us; that is no reason to fall over.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const options = readArguments();
  const logs = join(options.dataFolder, 'logs');
  try {
    mkdirSync(logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    fail(`The data folder ${options.dataFolder} cannot be used: ${String(error)}`);
  }
  const locked = lockFolder(options.dataFolder);
  if (!locked.ok) fail(locked.failure.message, inUseCode);
  const lock = locked.value;
  // Referenced for as long as this process runs: a lock that is collected is free.
  process.once('exit', () => lock.release());
  const trouble =
    (await findCertificateTrouble(options.certificate)) ??
    (await findPortTrouble(options.host, options.port));
  if (trouble !== null) fail(trouble);
  const log = createLogger(
    { name: 'fleet' },
    openRotatingFile(join(logs, 'fleet.log'), { maxBytes: logBytes }),
  );
  const adminPassword = process.env.GATEWRIGHT_ADMIN_PASSWORD;
  delete process.env.GATEWRIGHT_ADMIN_PASSWORD;
  const created = await createFleet(
    {
      ...options,
      tls: await serverCertificate(options, options.dataFolder),
      adminPassword,
      version: packageJson.version,
    },
    log,
  );
  if (!created.ok) {
    const { code, message } = created.failure;
    fail(message, code === 'FLEET_DATABASE_IN_USE' ? inUseCode : 1);
  }
  const fleet = created.value;
  const parent = openParentPort();
  if (fleet.shownPassword !== null) say(`first account: admin, password ${fleet.shownPassword} (shown once)`);
  say(['fleet ready', fleet.url, ...fleet.mqttUrls].join(' '));
  parent?.send({ type: 'ready', url: fleet.url, mqttUrls: fleet.mqttUrls });
  stopWith(
    fleet,
    (stop) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal));
      parent?.onGone(() => stop('whoever started it is gone'));
      parent?.onMessage((message) => {
        if ((message as { type?: unknown }).type === 'stop') stop('it was asked to');
      });
    },
    log,
  );
}

type Log = ReturnType<typeof createLogger>;

function stopWith(fleet: Fleet, listen: (stop: (why: string) => void) => void, log: Log): void {
  let stopping = false;
  listen((why) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    fleet.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ error }, 'the fleet backend did not stop cleanly');
        process.exit(1);
      },
    );
  });
}
