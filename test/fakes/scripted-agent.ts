import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import type { Answered, InProcessFleet } from './in-process-fleet.ts';

/** What the public agent remembers between its starts (wire §2.1). */
interface Identity {
  uuid: string;
  /** `v2_<8 hex>_<64 hex>`, made by the agent itself. */
  deviceKey: string;
  publicKey: string;
  privateKey: KeyObject;
}

type Fleet = Pick<InProcessFleet, 'ask'>;

export interface ScriptedAgentOptions {
  curve?: 'ed25519' | 'P-256';
  uuid?: string;
}

function newIdentity({ curve = 'ed25519', uuid = randomUUID() }: ScriptedAgentOptions): Identity {
  const pair =
    curve === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    uuid,
    deviceKey: `v2_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('hex')}`,
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: pair.privateKey,
  };
}

/** Speaks the wire document to the letter, call by call, so that a test decides what comes when. */
export function scriptedAgent(fleet: Fleet, options: ScriptedAgentOptions = {}) {
  const identity = newIdentity(options);
  const { uuid, deviceKey, publicKey, privateKey } = identity;
  const device = `/api/v1/device/${uuid}`;
  const algorithm = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const agent = {
    ...identity,
    /** Step 2 of §2.1. */
    register: (provisioningKey: string, more: object = {}): Promise<Answered> =>
      fleet.ask('/api/v1/agent/register', null, {
        headers: { 'x-provisioning-key': provisioningKey, 'x-idempotency-key': `register-${uuid}` },
        body: {
          ...{ uuid, deviceName: `plant-${uuid.slice(0, 8)}`, deviceType: 'raspberrypi4' },
          ...{ deviceApiKey: deviceKey, devicePublicKey: publicKey, macAddress: '02:00:00:00:00:01' },
          ...{ osVersion: 'Debian 12', agentVersion: '1.0.547', ...more },
        },
      }),
    signature: (challenge: string): string =>
      sign(algorithm, Buffer.from(`${uuid}:${challenge}`), privateKey).toString('base64'),
    /** Step 3 of §2.1. */
    exchange: (signature: string, headers: Record<string, string> = {}): Promise<Answered> =>
      fleet.ask(`${device}/key-exchange`, null, {
        headers: { 'x-agent-key': deviceKey, 'x-idempotency-key': `key-exchange-${uuid}`, ...headers },
        body: { uuid, signature },
      }),
    /** Both steps; the answer of the first. */
    async provision(provisioningKey: string): Promise<Answered> {
      const registered = await agent.register(provisioningKey);
      if (registered.status !== 200) return registered;
      const proved = await agent.exchange(agent.signature(registered.json.challenge));
      return proved.status === 200 ? registered : proved;
    },
    /** As §2.2 has it: MQTT 3.1.1, `<prefix>_<uuid>`, user and password of the registration's answer. */
    async connect({ mqtt }: Answered['json']): Promise<MqttClient> {
      const { brokerConfig } = mqtt;
      const client = await connectAsync(mqtt.broker, {
        ...{ protocolVersion: 4, clientId: `${brokerConfig.clientIdPrefix}_${uuid}` },
        ...{ username: brokerConfig.username, password: brokerConfig.password },
        ...{ keepalive: brokerConfig.keepAlive, clean: brokerConfig.cleanSession, reconnectPeriod: 0 },
      });
      onTestFinished(() => client.endAsync(true));
      return client;
    },
    /** With the device key, as all later calls. */
    ask: (path: string, asked: Parameters<Fleet['ask']>[2] = {}): Promise<Answered> =>
      fleet.ask(`${device}${path}`, null, {
        ...asked,
        headers: { 'x-device-api-key': deviceKey, ...asked.headers },
      }),
  };
  return agent;
}

export type ScriptedAgent = ReturnType<typeof scriptedAgent>;
