import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { failure } from '#shared/errors/failure.ts';
import { isForAgents } from '#shared/mqtt/agent-topics.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Broker, BrokerUser } from '../broker.ts';
import { createIngest } from '../ingest.ts';
import { createBrokerFigures, figureTopics } from './broker-figures.ts';
import type { ExternalAddress } from './external-address.ts';
import { doneBeforeClose, openConnection, whetherConnected } from './external-connection.ts';
import { createExternalUsers } from './external-users.ts';
import { openIngestLine } from './ingest-line.ts';
import { grantOwnAccess } from './own-access.ts';
import { createPluginControl } from './plugin-control.ts';

export interface ExternalBrokerOptions {
  at: ExternalAddress;
  /** Stays the same over restarts: the broker keeps messages for these sessions. */
  instanceId: string;
  /** All users there should be. */
  wanted: () => Promise<readonly BrokerUser[]>;
  log: Logger;
}

/** Never fewer than before: the broker goes on dealing messages out to one that does not come back. */
const ingestLines = [0, 1, 2, 3];

const untold = {
  ...{ refusedConnections: null, refusedLogins: null, refusedPublishes: null },
  ...{ refusedSubscriptions: null, protocolErrors: null },
};

type Users = ReturnType<typeof createExternalUsers>;

/** A Mosquitto that stands elsewhere, with its dynamic-security plugin. */
export function createExternalBroker(options: ExternalBrokerOptions): Broker {
  const { at, instanceId, log } = options;
  const { broker } = at;
  const ingest = createIngest();
  const figures = createBrokerFigures();
  const counts = { messagesIn: 0, messagesOut: 0 };
  let lines: MqttClient[] = [];
  let main: { client: MqttClient; users: Users } | null = null;
  const unreachable = () => fail(failure('BROKER_UNREACHABLE', { broker, why: 'it is not connected' }));

  async function begin(client: MqttClient): Promise<Result<null>> {
    const connected = await whetherConnected(client, at);
    if (!connected.ok) return connected;
    const control = createPluginControl(client, at);
    const users = createExternalUsers({ ...options, control, broker });
    const meet = async (): Promise<Result<null>> => {
      const heard = await control.listen();
      if (!heard.ok) return heard;
      await client.subscribeAsync([...figureTopics]).catch(() => []);
      return users.follow();
    };
    client.on('message', figures.hear);
    const met = await meet();
    if (!met.ok) return met;
    main = { client, users };
    // It may be another broker by now, or have lost what it had.
    client.on('connect', () => {
      meet().then(
        (again) => !again.ok && log.error({ failure: again.failure }, 'the MQTT broker does not follow'),
        (error: unknown) => log.error({ error }, 'the users of the MQTT broker cannot be read'),
      );
    });
    return ok(null);
  }
  const openLines = () =>
    ingestLines.map((number) =>
      openIngestLine(at, {
        clientId: `fleet-${instanceId}-${number}`,
        async deliver(message) {
          // What we published ourselves comes by the same way.
          if (isForAgents(message.topic)) return;
          counts.messagesIn += 1;
          await ingest.deliver(message);
        },
        log,
      }),
    );
  return {
    async start() {
      const granted = await grantOwnAccess(at, `fleet-${instanceId}-setup`);
      if (!granted.ok) return granted;
      const clientId = `fleet-${instanceId}-control`;
      const client = openConnection(at, { clientId, clean: true, resubscribe: false });
      const begun = await begin(client);
      if (begun.ok) lines = openLines();
      else client.end(true);
      return begun;
    },
    async stop() {
      const ending = [...lines, ...(main === null ? [] : [main.client])];
      lines = [];
      main = null;
      // What the handlers have is acknowledged before the connections end.
      await ingest.idle();
      for (const client of ending) client.end(true);
    },
    urls: () => (main === null ? [] : [broker]),
    async publish(topic, payload, how) {
      if (main?.client.connected !== true) return unreachable();
      const sent = main.client.publishAsync(topic, Buffer.from(payload), how);
      if (!(await doneBeforeClose(main.client, sent))) return unreachable();
      counts.messagesOut += 1;
      return ok(null);
    },
    subscribe: ingest.subscribe,
    // Mosquitto does not tell who comes and goes.
    onPresence: () => () => undefined,
    users: {
      put: async (user, password) => main?.users.put(user, password) ?? unreachable(),
      remove: async (username) => main?.users.remove(username) ?? unreachable(),
    },
    statistics: () => ({ kind: 'external', ...counts, ...figures.all(), ...untold }),
  };
}
