import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { newHexSecret, secretHash } from '../../electron/fleet/auth/secrets.ts';
import { insertUser } from '../../electron/fleet/auth/user-store.ts';
import { createFleet, type Fleet } from '../../electron/fleet/fleet.ts';
import type { FleetOptions } from '../../electron/fleet/fleet-options.ts';
import { createPasswords } from '../../electron/platform/passwords/passwords.ts';
import type { Place } from '../../electron/platform/store/store.ts';
import type { Role } from '../../shared/fleet-api/roles.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The fleet backend in this process, with a real HTTP server on a free port. */

export const ownerPassword = 'correct horse battery';

/** Tests send more than people do; the limits have tests of their own. */
const noLimits = { global: 1e6, auth: 1e6, device: 1e6, admin: 1e6 };

export interface Asked {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is checked by the test.
  json: any;
}

export async function inProcessFleet(
  given: { folder?: string; place?: Place; options?: Partial<FleetOptions> } = {},
) {
  const dataFolder = given.folder ?? (await temporaryFolder());
  const passwordHash = createPasswords().hash(ownerPassword);
  const start = async (more: Partial<FleetOptions> = {}): Promise<Fleet> => {
    const created = await createFleet(
      {
        dataFolder,
        database: given.place ?? { kind: 'sqlite', path: join(dataFolder, 'fleet.sqlite') },
        host: '127.0.0.1',
        port: 0,
        tls: undefined,
        publicUrl: null,
        adminPassword: ownerPassword,
        mail: null,
        mqtt: { port: 0, tlsPort: 0, plain: false, external: null, callbackSecret: null },
        openRegistration: false,
        version: '0.0.0-test',
        rateLimits: noLimits,
        ...given.options,
        ...more,
      },
      pino({ level: 'silent' }),
    );
    if (!created.ok) throw new Error(created.failure.message);
    return created.value;
  };
  let current: Fleet | null = await start();
  const stop = async () => {
    const running = current;
    current = null;
    await running?.stop();
  };
  onTestFinished(stop);
  const running = (): Fleet => {
    if (current === null) throw new Error('the fleet backend is stopped');
    return current;
  };

  const fleet = {
    dataFolder,
    get url() {
      return running().url;
    },
    get mqttUrl() {
      return running().mqttUrls[0] ?? '';
    },
    get store() {
      return running().store;
    },
    stop,
    async restart(more: Partial<FleetOptions> = {}) {
      await stop();
      current = await start(more);
    },
    /** Sends JSON when there is a body; reads JSON when the answer is some. */
    async ask(
      path: string,
      token: string | null,
      { method, body, headers = {} }: Asked = {},
    ): Promise<Answered> {
      const answer = await fetch(fleet.url + path, {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = (answer.headers.get('content-type') ?? '').includes('json');
      const json =
        isJson && !(answer.headers.get('content-type') ?? '').includes('ndjson') ? JSON.parse(text) : null;
      return { status: answer.status, headers: answer.headers, text, json };
    },
    async login(username = 'admin', password = ownerPassword) {
      const answer = await fleet.ask('/api/v1/auth/login', null, { body: { username, password } });
      expect(answer.status, answer.text).toBe(200);
      return answer.json.data as { accessToken: string; refreshToken: string; user: { id: string } };
    },
    owner: async () => (await fleet.login()).accessToken,
    /** An account with this role, signed in: its access token. */
    async user(role: Role, tenantId?: string): Promise<string> {
      const tenant = tenantId ?? (await fleet.tenantId());
      const username = `${role}-${randomBytes(4).toString('hex')}`;
      const fields = { username, email: `${username}@example.com`, fullName: null, role };
      const hash = await passwordHash;
      await fleet.store.write((trx) =>
        insertUser(
          trx,
          { tenantId: tenant, ...fields, passwordHash: hash, mustChangePassword: false },
          Date.now(),
        ),
      );
      return (await fleet.login(username)).accessToken;
    },
    async tenantId(): Promise<string> {
      const row = await fleet.store.read
        .selectFrom('tenants')
        .select('id')
        .orderBy('created_at')
        .executeTakeFirstOrThrow();
      return row.id;
    },
    /** Another customer on the same backend. */
    async otherTenant(): Promise<string> {
      const id = randomBytes(6).toString('hex');
      const row = { id, name: 'Other', created_at: Date.now() };
      await fleet.store.write((trx) => trx.insertInto('tenants').values(row).execute());
      return id;
    },
    /** An agent that was registered, and its device key. */
    async agent(tenantId?: string): Promise<{ uuid: string; key: string }> {
      const uuid = randomUUID();
      const key = newHexSecret();
      const at = Date.now();
      const none = {
        device_key_created_at: at,
        previous_key_hash: null,
        previous_key_expires_at: null,
        device_type: null,
        public_key: null,
        challenge: null,
        challenge_expires_at: null,
      };
      const unknown = { location: null, ip_address: null, mac_address: null, os_version: null };
      const row = {
        ...{ uuid, tenant_id: tenantId ?? (await fleet.tenantId()), name: `agent-${uuid.slice(0, 8)}` },
        ...{ device_key_hash: secretHash(key), is_proved: 1, is_active: 1, created_at: at, updated_at: at },
        ...{ fleet_uuid: null, provisioning_key_id: null, architecture: null, agent_version: null },
        ...{ deleted_at: null, ...none, ...unknown },
      };
      await fleet.store.write((trx) => trx.insertInto('agents').values(row).execute());
      return { uuid, key };
    },
  };
  return fleet;
}

export type InProcessFleet = Awaited<ReturnType<typeof inProcessFleet>>;
