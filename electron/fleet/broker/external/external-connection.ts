import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { backOffMs } from '#platform/processes/back-off.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ExternalAddress } from './external-address.ts';

const backOff = { firstMs: 1000, maxMs: 30_000 };
const connectMs = 10_000;

/** A connection that comes back by itself, later and later while nobody answers. */
export function openConnection(at: ExternalAddress, options: IClientOptions): MqttClient {
  const client = connect(at.broker, {
    ...{ username: at.username, password: at.password, protocolVersion: 4 },
    ...{ connectTimeout: connectMs, reconnectPeriod: backOff.firstMs },
    // What is sent while the broker is away is refused; it would arrive when nobody expects it.
    queueQoSZero: false,
    ...options,
  });
  // Each message on its way listens for the end.
  client.setMaxListeners(0);
  let failures = 0;
  client.on('close', () => {
    failures += 1;
    client.options.reconnectPeriod = backOffMs(failures, backOff);
  });
  client.on('connect', () => {
    failures = 0;
    client.options.reconnectPeriod = backOff.firstMs;
  });
  // What it means is told by `connected` and by those who wait.
  client.on('error', () => undefined);
  return client;
}

/** Whether the work was done while the connection lasted: mqtt.js leaves some callbacks for ever when it ends. */
export async function doneBeforeClose(client: MqttClient, work: Promise<unknown>): Promise<boolean> {
  const closed = Promise.withResolvers<boolean>();
  const onClose = () => closed.resolve(false);
  client.once('close', onClose);
  const done = work.then(
    () => true,
    () => false,
  );
  const outcome = await Promise.race([done, closed.promise]);
  client.off('close', onClose);
  return outcome;
}

/** Resolves at the first outcome of a connection that was just opened. */
export function whetherConnected(client: MqttClient, at: ExternalAddress): Promise<Result<null>> {
  const { broker, username } = at;
  return new Promise((resolve) => {
    client.once('connect', () => resolve(ok(null)));
    client.once('error', (error) => {
      const refused = 'code' in error && typeof error.code === 'number';
      const why = 'code' in error && !refused ? String(error.code) : error.message;
      resolve(
        fail(
          refused
            ? failure('BROKER_LOGIN_REFUSED', { broker, username })
            : failure('BROKER_UNREACHABLE', { broker, why }),
        ),
      );
    });
    client.once('close', () =>
      resolve(fail(failure('BROKER_UNREACHABLE', { broker, why: 'it closed the connection' }))),
    );
  });
}
