import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { MessageHandler } from '../broker.ts';
import type { ExternalAddress } from './external-address.ts';
import { openConnection } from './external-connection.ts';

/** Everything of all agents; the broker deals it out to the members of the group. */
const sharedFilter = '$share/fleet/i/#';

/**
 * One member of the shared subscription. It acknowledges a message when `deliver` has resolved, one after the other, so
 * there are several of them. After a rejection the connection is cut, and the broker sends again.
 */
export function openIngestLine(
  at: ExternalAddress,
  options: { clientId: string; deliver: MessageHandler; log: Logger },
): MqttClient {
  const { deliver, log } = options;
  // Kept by the broker while we are away: agents get their acknowledgement from it, not from us.
  const client = openConnection(at, { clientId: options.clientId, clean: false, resubscribe: false });
  client.handleMessage = ({ topic, payload, retain }, done) => {
    deliver({ topic, payload: Buffer.from(payload), retain }).then(
      () => done(),
      (error: unknown) => {
        log.error({ error, topic }, 'a message could not be taken over');
        client.stream.destroy();
      },
    );
  };
  client.on('connect', () => {
    client.subscribeAsync(sharedFilter, { qos: 1 }).catch((error: unknown) => {
      log.error({ error }, 'the MQTT broker refused the shared subscription');
    });
  });
  return client;
}
