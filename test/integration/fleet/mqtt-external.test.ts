import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { parseBrokerUrl } from '../../../electron/fleet/broker/external/external-address.ts';
import { agentPrefix } from '../../../shared/mqtt/agent-topics.ts';
import { eventually } from '../../fakes/eventually.ts';
import { type InProcessFleet, inProcessFleet } from '../../fakes/in-process-fleet.ts';
import { startGuardedMosquitto } from '../../fakes/mosquitto.ts';
import { gone } from '../../fakes/mqtt-bench.ts';

async function withMosquitto() {
  const mosquitto = await startGuardedMosquitto();
  const external = parseBrokerUrl(mosquitto.url);
  const mqtt = { port: 0, tlsPort: 0, plain: false, external, callbackSecret: null };
  return { mosquitto, fleet: await inProcessFleet({ options: { mqtt } }) };
}

interface BrokerConfig {
  protocol: string;
  host: string;
  port: number;
  username: string;
  password: string;
  clientIdPrefix: string;
}

async function connectAgent(uuid: string, config: BrokerConfig): Promise<MqttClient> {
  const { protocol, host, port, username, password, clientIdPrefix } = config;
  const login = { username, password, clientId: `${clientIdPrefix}_${uuid}`, reconnectPeriod: 0 };
  const client = await connectAsync(`${protocol}://${host}:${port}`, login);
  onTestFinished(() => void client.end(true));
  return client;
}

const canConnect = (uuid: string, config: BrokerConfig): Promise<boolean> =>
  connectAgent(uuid, config).then(
    (client) => client.endAsync().then(() => true),
    () => false,
  );

async function newKey(fleet: InProcessFleet, owner: string): Promise<string> {
  const made = await fleet.ask('/api/v1/provision/keys', owner, { body: {} });
  return made.json.key?.key ?? made.json.key;
}

test('an agent that registers is known to the external Mosquitto, and is cut off there when it is revoked', async () => {
  const { fleet, mosquitto } = await withMosquitto();
  const owner = await fleet.owner();
  const body = { provisioningKey: await newKey(fleet, owner), deviceName: 'box' };
  const { uuid, tenantId, mqtt } = (await fleet.ask('/api/v1/provision/agent', null, { body })).json;
  expect(mqtt.brokerConfig.port).toBe(mosquitto.port);
  await eventually(() => canConnect(uuid, mqtt.brokerConfig)).toBe(true);
  const agent = await connectAgent(uuid, mqtt.brokerConfig);
  await agent.publishAsync(`${agentPrefix(tenantId, uuid)}state`, '{}', { qos: 1 });
  await eventually(async () => (await fleet.ask('/api/v1/broker', owner)).json).toMatchObject({
    ...{ kind: 'external', messagesIn: 1, refusedLogins: null },
  });
  const closed = gone(agent);
  await fleet.ask(`/api/v1/agents/${uuid}/revoke`, owner, { body: {} });
  await closed;
  expect(await canConnect(uuid, mqtt.brokerConfig)).toBe(false);
});

test('an agent in two steps comes in after its proof only', async () => {
  const { fleet } = await withMosquitto();
  const owner = await fleet.owner();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const [uuid, deviceApiKey] = [
    randomUUID(),
    `v2_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('hex')}`,
  ];
  const registered = await fleet.ask('/api/v1/agent/register', null, {
    headers: { 'x-provisioning-key': await newKey(fleet, owner) },
    body: {
      ...{
        uuid,
        deviceName: 'box',
        deviceType: 'box',
        deviceApiKey,
        macAddress: '',
        osVersion: '1',
        agentVersion: '1',
      },
      devicePublicKey: publicKey.export({ type: 'spki', format: 'pem' }),
    },
  });
  expect(registered.status, registered.text).toBe(200);
  const { mqtt, challenge } = registered.json;
  expect(await canConnect(uuid, mqtt.brokerConfig)).toBe(false);
  const signature = sign(null, Buffer.from(`${uuid}:${challenge}`), privateKey).toString('base64');
  const proved = await fleet.ask(`/api/v1/device/${uuid}/key-exchange`, null, {
    headers: { 'x-agent-key': deviceApiKey },
    body: { uuid, signature },
  });
  expect(proved.status, proved.text).toBe(200);
  await eventually(() => canConnect(uuid, mqtt.brokerConfig)).toBe(true);
});

test('users that people make drive the plugin, too', async () => {
  const { fleet, mosquitto } = await withMosquitto();
  const owner = await fleet.owner();
  const users = '/mosquitto-auth/user';
  const login = { username: 'panel', password: 'long enough' };
  const made = await fleet.ask(users, owner, { body: { ...login, acls: [{ topic: 'plant/#', access: 7 }] } });
  expect(made.status, made.text).toBe(201);
  const panel = await connectAsync(`mqtt://127.0.0.1:${mosquitto.port}`, { ...login, reconnectPeriod: 0 });
  onTestFinished(() => void panel.end(true));
  await panel.subscribeAsync('plant/#');
  await expect(panel.subscribeAsync('i/#')).rejects.toThrow();
  const closed = gone(panel);
  expect(
    (await fleet.ask(`${users}/panel`, owner, { method: 'PUT', body: { is_active: false } })).status,
  ).toBe(200);
  await closed;
  await mosquitto.stop();
  const unreachable = await fleet.ask(`${users}/panel`, owner, { method: 'PUT', body: { is_active: true } });
  expect(unreachable).toMatchObject({ status: 502, json: { code: 'broker_unreachable' } });
});
