import type { BrokerConfig } from '#shared/fleet-api/provisioning-api.ts';
import type { FleetTransaction } from '../database/tables.ts';

/** MQTT accounts of agents. */
export interface AgentMqtt {
  /** In the transaction that makes the agent; the password is told this once. */
  create(
    trx: FleetTransaction,
    agent: { uuid: string; tenantId: string },
  ): Promise<{ username: string; password: string }>;
  /** In the transaction that ends the agent; its connection ends after the commit. */
  revoke(trx: FleetTransaction, uuid: string): Promise<void>;
  /** Where agents connect. */
  broker(): Pick<BrokerConfig, 'protocol' | 'host' | 'port' | 'useTls' | 'caCert' | 'verifyCertificate'>;
  topics(agent: { uuid: string; tenantId: string }): { publish: string[]; subscribe: string[] };
}

/** Defaults of the public system (wire §2.2). */
export const connectionDefaults = {
  clientIdPrefix: 'Iotistic',
  keepAlive: 120,
  cleanSession: true,
  reconnectPeriod: 1_000,
  connectTimeout: 30_000,
} as const;

/** All that an agent is told of MQTT. */
export function mqttAnswer(
  mqtt: AgentMqtt,
  agent: { uuid: string; tenantId: string },
  account: { username: string; password: string },
) {
  const broker = mqtt.broker();
  return {
    ...account,
    broker: `${broker.protocol}://${broker.host}:${broker.port}`,
    brokerConfig: { ...broker, ...account, ...connectionDefaults },
    topics: mqtt.topics(agent),
  };
}
