import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { newHexSecret, secretHash } from '../../electron/fleet/auth/secrets.ts';
import type { FleetOptions } from '../../electron/fleet/fleet-options.ts';
import type { Place } from '../../electron/platform/store/store.ts';
import type { Role } from '../../shared/fleet-api/roles.ts';
import { type Asked, type InProcessFleet, inProcessFleet } from './in-process-fleet.ts';

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  text: string;
}

/** A fleet backend with one agent, a manager of its tenant, and the clock of the test. */
export async function agentBench(place: Place, options: Partial<FleetOptions> = {}) {
  const clock = { now: Date.now() };
  const fleet = await inProcessFleet({ place, options: { now: () => clock.now, ...options } });
  const { uuid, key } = await fleet.agent();
  const manager = await apiKey(fleet, 'manager');
  const path = `/api/v1/agents/${uuid}`;
  return {
    ...{ fleet, uuid, key, clock, path, manager },
    /** As a person, below the path of the agent. */
    ask: (below: string, asked?: Asked) => fleet.ask(path + below, manager, asked),
    /** As the agent. The answer is as it came over the wire. */
    send: (at: string, { method = 'GET', body, headers = {} }: SendOptions = {}) =>
      new Promise<RawAnswer>((resolve, reject) => {
        const sent = request(
          fleet.url + at,
          { method, headers: { 'x-device-api-key': key, ...headers }, agent: false },
          (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('error', reject);
            answer.on('end', () =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers as RawAnswer['headers'],
                text: Buffer.concat(chunks).toString('utf8'),
              }),
            );
          },
        );
        sent.on('error', reject);
        sent.end(body);
      }),
    /** A report of the agent over HTTP; JSON. */
    report(report: object): Promise<RawAnswer> {
      const body = JSON.stringify({ [uuid]: report });
      const headers = { 'content-type': 'application/json' };
      return this.send('/api/v1/device/state', { method: 'PATCH', body, headers });
    },
  };
}

/** A key with the rights of a role: cheaper than an account, whose password costs on purpose. */
async function apiKey({ store }: InProcessFleet, role: Role): Promise<string> {
  const key = newHexSecret();
  const { id, tenant_id } = await store.read
    .selectFrom('users')
    .select(['id', 'tenant_id'])
    .executeTakeFirstOrThrow();
  const never = { expires_at: null, last_used_at: null, revoked_at: null, description: null };
  const row = {
    ...{ id: randomUUID(), tenant_id, created_by: id, name: role, role, created_at: Date.now() },
    ...{ key_hash: secretHash(key), key_prefix: key.slice(0, 8), ...never },
  };
  await store.write((trx) => trx.insertInto('api_keys').values(row).execute());
  return key;
}

interface SendOptions {
  method?: string;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

export type AgentBench = Awaited<ReturnType<typeof agentBench>>;
