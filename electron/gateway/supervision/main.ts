import { fileURLToPath } from 'node:url';
import { createLogger } from '#platform/logging/logger.ts';
import { chooseSpawner } from '#platform/processes/brokered-spawner.ts';
import { openParentPort } from '#platform/processes/parent-port.ts';
import { factoryRevision } from '../factory-revision.ts';
import { bootInfoSchema, bootVariable } from '../launcher-protocol.ts';
import { launcherPortOf } from './launcher-port.ts';
import { createSupervision } from './supervision.ts';
import { runningRevision } from './system/running-revision.ts';

/** Program of the gateway application; the launcher starts it. */

const parent = openParentPort();
const bootText = process.env[bootVariable];
if (parent === null || bootText === undefined) {
  process.stderr.write('the launcher starts this program; run "npm run gateway"\n');
  process.exit(2);
}
const boot = bootInfoSchema.parse(JSON.parse(bootText));
const log = createLogger({ name: 'supervision', level: process.env.GATEWRIGHT_LOG_LEVEL ?? 'info' });

// Beside the source, or beside the bundle that a package is.
const driverEntry = import.meta.url.endsWith('.ts') ? './drivers/driver-main.ts' : './driver-main.js';
const launcher = launcherPortOf(parent);
const starting = createSupervision({
  boot,
  revision: await runningRevision(fileURLToPath(new URL('.', import.meta.url)), factoryRevision),
  launcher,
  spawner: chooseSpawner(parent),
  driverEntry: fileURLToPath(new URL(driverEntry, import.meta.url)),
  adminPassword: process.env.GATEWRIGHT_ADMIN_PASSWORD,
  log,
});

const stop = (why: string) => {
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
