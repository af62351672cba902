import { fileURLToPath } from 'node:url';
import { createLogger } from '#platform/logging/logger.ts';
import { chooseSpawner } from '#platform/processes/brokered-spawner.ts';
import type { ParentPort } from '#platform/processes/spawner.ts';
import { factoryRevision } from '../factory-revision.ts';
import { bootInfoSchema } from '../launcher-protocol.ts';
import { launcherPortOf } from './launcher-port.ts';
import { createSupervision } from './supervision.ts';
import { runningRevision } from './system/running-revision.ts';

/**
 * Runs the gateway application in this process until the launcher stops it. `entryUrl` is the entry program's: manifest and
 * driver program lie beside it.
 */
export async function runProgram(entryUrl: string, parent: ParentPort, bootText: string): Promise<void> {
  const boot = bootInfoSchema.parse(JSON.parse(bootText));
  const log = createLogger({ name: 'supervision', level: process.env.GATEWRIGHT_LOG_LEVEL ?? 'info' });

  const adminPassword = process.env.GATEWRIGHT_ADMIN_PASSWORD;
  // Drivers inherit the environment and have no business with it.
  delete process.env.GATEWRIGHT_ADMIN_PASSWORD;

  // Beside the source, or beside the bundle that a package is.
  const driverEntry = entryUrl.endsWith('.ts') ? './drivers/driver-main.ts' : './driver-main.js';
  const launcher = launcherPortOf(parent);
  const starting = createSupervision({
    boot,
    revision: await runningRevision(fileURLToPath(new URL('.', entryUrl)), factoryRevision),
    launcher,
    spawner: chooseSpawner(parent),
    driverEntry: fileURLToPath(new URL(driverEntry, entryUrl)),
    adminPassword,
    log,
  });

  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    starting
      .then((supervision) => supervision.stop())
      .then(
        () => process.exit(0),
        (error) => {
          log.error({ error }, 'the gateway application did not stop cleanly');
          process.exit(1);
        },
      );
  };
  launcher.onMessage((message) => {
    if (message.type === 'stop') stop('the launcher asked for it');
  });
  parent.onGone(() => stop('the launcher is gone'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal));

  starting.then(
    ({ url }) => log.info({ url }, 'the gateway application is ready'),
    (error) => {
      log.fatal({ error }, 'the gateway application did not start');
      process.exit(1);
    },
  );
}
