import { timingSafeEqual } from 'node:crypto';
import type { Passwords } from '#platform/passwords/passwords.ts';
import { secretHash } from '../auth/secrets.ts';
import { agentClientId, type BrokerAccess, type Principal } from '../broker/access-rules.ts';
import type { BrokerUser } from '../broker/broker.ts';
import type { MqttUserRow } from '../database/tables/mqtt.ts';
import type { FleetStore } from '../database/tables.ts';
import { effectiveRights, findByName, isOnlyTenant, withRules } from './mqtt-rows.ts';

/** Who may connect over MQTT, out of the store. */
export interface MqttDirectory extends BrokerAccess {
  /** As the broker should know it. */
  userNamed(username: string): Promise<BrokerUser | null>;
  /** Every user there is. */
  all(): Promise<BrokerUser[]>;
}

/** Users that are read at once. */
const pageSize = 500;

export function createMqttDirectory(deps: {
  store: FleetStore;
  passwords: Passwords;
  agentClientPrefix: string;
}): MqttDirectory {
  const { read } = deps.store;

  /** Names of those who may connect; not of an agent that was deactivated, removed or has not proved its key. */
  async function admitted(users: readonly MqttUserRow[]): Promise<Set<string>> {
    const active = users.filter(({ is_active }) => is_active === 1);
    const uuids = active.flatMap(({ agent_uuid }) => agent_uuid ?? []);
    const agents =
      uuids.length === 0
        ? []
        : await read
            .selectFrom('agents')
            .select('uuid')
            .where('uuid', 'in', uuids)
            .where('is_active', '=', 1)
            .where('is_proved', '=', 1)
            .where('deleted_at', 'is', null)
            .execute();
    const present = new Set(agents.map(({ uuid }) => uuid));
    return new Set(
      active
        .filter(({ agent_uuid }) => agent_uuid === null || present.has(agent_uuid))
        .map(({ username }) => username),
    );
  }
  async function toBrokerUsers(users: readonly MqttUserRow[]): Promise<BrokerUser[]> {
    const [enabled, alone] = await Promise.all([admitted(users), isOnlyTenant(read)]);
    return (await withRules(read, users)).map((stored) => {
      const { username, agent_uuid: agentUuid } = stored.user;
      return {
        username,
        agentUuid,
        enabled: enabled.has(username),
        clientId: agentUuid === null ? null : agentClientId(deps.agentClientPrefix, agentUuid),
        ...effectiveRights(stored, alone),
      };
    });
  }
  async function principalOf(user: MqttUserRow): Promise<Principal | null> {
    const [found] = await toBrokerUsers([user]);
    return found?.enabled === true ? found : null;
  }
  return {
    async authenticate({ username, password }) {
      const user = await findByName(read, username);
      if (!(await isPassword(deps.passwords, password, user))) return null;
      return user === null ? null : principalOf(user);
    },
    async userNamed(username) {
      const user = await findByName(read, username);
      return user === null ? null : ((await toBrokerUsers([user]))[0] ?? null);
    },
    async find(username) {
      const user = await findByName(read, username);
      return user === null ? null : principalOf(user);
    },
    async all() {
      const users: BrokerUser[] = [];
      for (let after = ''; ; ) {
        const page = await read
          .selectFrom('mqtt_users')
          .selectAll()
          .where('id', '>', after)
          .orderBy('id')
          .limit(pageSize)
          .execute();
        users.push(...(await toBrokerUsers(page)));
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return users;
        after = last.id;
      }
    },
  };
}

const sha256Hex = /^[0-9a-f]{64}$/;

async function isPassword(passwords: Passwords, sent: string, user: MqttUserRow | null): Promise<boolean> {
  const known = user?.password_hash ?? null;
  // Secrets of agents are random: there is nothing to slow down.
  if (known === null || !sha256Hex.test(known)) return passwords.verify(sent, known);
  return timingSafeEqual(Buffer.from(known), Buffer.from(secretHash(sent)));
}
