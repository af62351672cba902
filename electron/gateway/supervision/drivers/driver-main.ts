import { openParentPort } from '#platform/processes/parent-port.ts';
import type { DriverFactory } from './driver.ts';
import { driverConfigSchema, driverStopSchema, driverVariable } from './driver-protocol.ts';
import type { KnownDriver } from './known-drivers.ts';
import { createSystemDriver } from './system-driver.ts';

/** Program of one driver instance; ends with 0 when it is told to or when supervision is gone. */

const factories: Record<KnownDriver, DriverFactory> = { system: createSystemDriver };

const port = openParentPort();
const config = driverConfigSchema.safeParse(JSON.parse(process.env[driverVariable] ?? 'null'));
if (port === null || !config.success) {
  process.stderr.write('a driver is started by the gateway, not by hand\n');
  process.exit(2);
}

const create = factories[config.data.driver as KnownDriver];
const driver = create({
  settings: config.data.settings,
  report: (message) => port.send(message),
  now: () => new Date(),
});

const stop = () => void driver.stop().then(() => process.exit(0));
port.onMessage((message) => {
  if (driverStopSchema.safeParse(message).success) stop();
});
port.onGone(stop);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
driver.start();
