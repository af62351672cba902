import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { promisify } from 'node:util';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { access as bits, type Principal } from '../../electron/fleet/broker/access-rules.ts';
import {
  createEmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../electron/fleet/broker/embedded/embedded-broker.ts';
import { agentPrefix } from '../../shared/mqtt/agent-topics.ts';

const run = promisify(execFile);

export const tenantId = 'a1b2c3d4e5f6';
export const uuidOf = (number: number): string =>
  `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const topicOf = (number: number, suffix: string): string =>
  agentPrefix(tenantId, uuidOf(number)) + suffix;

export const agentNumber = (number: number): Principal => ({
  username: `agent_${uuidOf(number)}`,
  superuser: false,
  agentUuid: uuidOf(number),
  rules: [{ filter: topicOf(number, '#'), access: bits.all }],
});
export const admin: Principal = { username: 'admin', superuser: true, agentUuid: null, rules: [] };

/** The embedded broker with agents 1 to 5 and an administrator, all with the password `right`. */
export async function startBroker(options: Partial<EmbeddedBrokerOptions> = {}) {
  const users = new Map([1, 2, 3, 4, 5].map((number) => [agentNumber(number).username, agentNumber(number)]));
  users.set(admin.username, admin);
  const broker = createEmbeddedBroker({
    listeners: [{ host: '127.0.0.1', port: 0 }],
    access: {
      authenticate: async ({ username, password }) =>
        password === 'right' ? (users.get(username) ?? null) : null,
      find: async (username) => users.get(username) ?? null,
    },
    agentPrefix: 'Iotistic',
    now: Date.now,
    clockMs: () => performance.now(),
    log: pino({ level: 'silent' }),
    ...options,
  });
  onTestFinished(() => broker.stop());
  const started = await broker.start();
  if (!started.ok) throw new Error(started.failure.message);
  const url = new URL(broker.urls()[0] ?? '');
  const port = Number(url.port);

  async function client(user: Principal, more: IClientOptions = {}): Promise<MqttClient> {
    const made = connect(url.href, { ...optionsOf(user), ...more });
    onTestFinished(() => void made.end(true));
    const messages: string[] = [];
    inboxes.set(made, messages);
    made.on('message', (topic, payload) => messages.push(`${topic} ${payload}`));
    await new Promise((resolve, reject) => {
      made.once('connect', resolve).on('error', reject);
      made.once('close', () => reject(new Error('the broker closed the connection')));
    });
    return made;
  }
  return {
    broker,
    users,
    url: url.href,
    port,
    client,
    agent: (number: number, more: IClientOptions = {}) => client(agentNumber(number), more),
    /** The return code of CONNACK by which a login was refused; 0: it was not. */
    refusalOf(more: IClientOptions): Promise<number> {
      const made = connect(url.href, { ...optionsOf(agentNumber(1)), ...more });
      onTestFinished(() => void made.end(true));
      made.on('error', () => undefined);
      return new Promise((resolve) => {
        made.once('packetreceive', (packet) => {
          const { returnCode, reasonCode } = packet as { returnCode?: number; reasonCode?: number };
          resolve(returnCode ?? reasonCode ?? 0);
        });
      });
    },
    /** A bare connection to send anything over. */
    async raw() {
      const socket = connectTcp(port, '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
    /** Mosquitto's own `mosquitto_pub` as this user. */
    publish: (user: Principal, topic: string, payload: string, args: string[] = []) =>
      run('mosquitto_pub', [...loginOf(user, port), '-q', '1', '-t', topic, '-m', payload, ...args]),
    /** `mosquitto_sub` as this user: lines `topic payload` as they come. */
    listen(user: Principal, filter: string, args: string[] = []): string[] {
      const lines: string[] = [];
      const child: ChildProcess = spawn(
        'mosquitto_sub',
        [...loginOf(user, port), '-q', '1', '-v', '-t', filter, ...args],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      child.stdout?.on('data', (data) => lines.push(...String(data).trim().split('\n')));
      return lines;
    },
  };
}

export const clientIdOf = (user: Principal): string =>
  user.agentUuid === null ? `${user.username}-${Math.random()}` : `Iotistic_${user.agentUuid}`;

const optionsOf = (user: Principal): IClientOptions => ({
  clientId: clientIdOf(user),
  username: user.username,
  password: 'right',
  protocolVersion: 4,
  reconnectPeriod: 0,
});

const loginOf = (user: Principal, port: number): string[] => [
  ...['-h', '127.0.0.1', '-p', String(port), '-V', 'mqttv311'],
  ...['-u', user.username, '-P', 'right', '-i', clientIdOf(user)],
];

const inboxes = new WeakMap<MqttClient, string[]>();

/** What this client was given since it was made: `topic payload`. */
export const inbox = (client: MqttClient): string[] => inboxes.get(client) ?? [];

/** Resolves when the connection of this client has ended. */
export const gone = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => void client.once('close', () => resolve()));
