import { openParentPort } from '#platform/processes/parent-port.ts';
import { createDriverHost } from './driver-host.ts';
import { driverVariable } from './driver-protocol.ts';
import { loadDriver } from './load-driver.ts';

/** Program of one driver instance; ends with 0 when it is told to or when supervision is gone. */

const port = openParentPort();
if (port === null || process.env[driverVariable] === undefined) {
  process.stderr.write('a driver is started by the gateway, not by hand\n');
  process.exit(2);
}

const host = createDriverHost({
  send: port.send,
  load: loadDriver,
  nowMs: Date.now,
  residentBytes: () => process.memoryUsage.rss(),
});

const stop = async () => {
  await host.stop();
  await port.flush();
  process.exit(0);
};
port.onMessage((message) => {
  if (host.receive(message) === 'stop') void stop();
});
port.onGone(stop);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
port.send({ type: 'hello' });
