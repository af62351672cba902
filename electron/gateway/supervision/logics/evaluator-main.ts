import { openParentPort } from '#platform/processes/parent-port.ts';
import { createEvaluatorHost } from './evaluator-host.ts';
import { evaluatorVariable } from './evaluator-protocol.ts';

/** Program that runs the JSONata of one logic, or of all routes; ends with 0 when told to or when supervision is gone. */

const port = openParentPort();
if (port === null || process.env[evaluatorVariable] === undefined) {
  process.stderr.write('an evaluator is started by the gateway, not by hand\n');
  process.exit(2);
}

const host = createEvaluatorHost(port.send);
const stop = async () => {
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
