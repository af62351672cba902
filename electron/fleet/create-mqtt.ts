import type { Logger } from 'pino';
import { createPasswords } from '#platform/passwords/passwords.ts';
import type { Audit } from './audit/audit.ts';
import type { Broker } from './broker/broker.ts';
import { createEmbeddedBroker } from './broker/embedded/embedded-broker.ts';
import type { FleetStore } from './database/tables.ts';
import type { DeviceDirectory } from './device/device-directory.ts';
import type { FleetOptions } from './fleet-options.ts';
import { agentUsername, createAgentCredentials } from './mqtt/agent-credentials.ts';
import { createFollower } from './mqtt/follower.ts';
import { createMqttDirectory, type MqttDirectory } from './mqtt/mqtt-directory.ts';
import { agentEndpoint, listenersOf } from './mqtt/mqtt-options.ts';
import { connectionDefaults } from './provisioning/agent-mqtt.ts';

const agentClientPrefix = connectionDefaults.clientIdPrefix;

const clockMs = () => performance.now();

/** The broker, not started yet, its users, and what makes it follow them. */
export async function createMqtt(deps: {
  store: FleetStore;
  audit: Audit;
  options: FleetOptions;
  inBackground(work: Promise<unknown>): void;
  log: Logger;
}) {
  const { store, audit, options, inBackground, log } = deps;
  const { now = Date.now } = options;
  // Of their own: logins over MQTT and over HTTP do not wait for each other.
  const passwords = createPasswords();
  const directory = createMqttDirectory({ store, passwords, agentClientPrefix });
  const broker = await createBroker({ store, directory, options, log });
  const follower = createFollower({ store, directory, broker, inBackground, log });
  return {
    broker,
    follower,
    calls: { store, audit, passwords, follower, broker, now },
    callbacks: { directory, agentClientPrefix, secret: options.mqtt.callbackSecret, clockMs },
    agents: createAgentCredentials({
      ...{ follower, now },
      broker: () => agentEndpoint(options, broker.urls()),
    }),
    /** Whatever changes keys, state or existence of an agent concerns its connection, too. */
    watching: (devices: DeviceDirectory): DeviceDirectory => ({
      ...devices,
      forget(uuid) {
        devices.forget(uuid);
        follower.afterCommit(agentUsername(uuid));
      },
    }),
  };
}

async function createBroker(deps: {
  store: FleetStore;
  directory: MqttDirectory;
  options: FleetOptions;
  log: Logger;
}): Promise<Broker> {
  const { store, directory, options, log } = deps;
  const { external, limits = {} } = options.mqtt;
  if (external === null) {
    return createEmbeddedBroker({
      listeners: listenersOf(options),
      access: directory,
      ...{ agentPrefix: agentClientPrefix, limits, now: options.now ?? Date.now, clockMs, log },
    });
  }
  // Loaded where one is used.
  const { createExternalBroker } = await import('./broker/external/external-broker.ts');
  const first = await store.read
    .selectFrom('tenants')
    .select('id')
    .orderBy('created_at')
    .executeTakeFirstOrThrow();
  return createExternalBroker({ at: external, instanceId: first.id, wanted: directory.all, log });
}
