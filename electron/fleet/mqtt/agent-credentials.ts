import type { Result } from '#shared/result.ts';
import { newSecret, secretHash } from '../auth/secrets.ts';
import type { FleetTransaction } from '../database/tables.ts';
import { follow, type MqttDeps } from './mqtt-deps.ts';
import { agentRule, deleteMqttUser, insertMqttUser, insertRules } from './mqtt-rows.ts';

export interface IssuedCredentials {
  username: string;
  /** Known nowhere else from now on. */
  password: string;
  /** The client id is `<prefix>_<uuid>`. */
  clientIdPrefix: string;
  /** After the commit and before the answer: makes the broker know them. */
  follow(): Promise<Result<null>>;
}

/** What agents connect over MQTT with. Comes and goes in the transactions of their registration and revocation. */
export interface AgentCredentials {
  /** New ones; those there were end with `follow`. */
  issue(trx: FleetTransaction, agent: { tenantId: string; uuid: string }): Promise<IssuedCredentials>;
  /** Removes them. Who is connected is cut off by {@link followAgent}. */
  revoke(trx: FleetTransaction, uuid: string): Promise<void>;
  /** After a commit that removed, deactivated or activated the agent: its connection ends, or may come again. */
  followAgent(uuid: string): Promise<Result<null>>;
}

export const agentUsername = (uuid: string): string => `agent_${uuid}`;

export function createAgentCredentials(deps: MqttDeps & { agentClientPrefix: string }): AgentCredentials {
  const { now, agentClientPrefix } = deps;
  const find = (trx: FleetTransaction, uuid: string) =>
    trx.selectFrom('mqtt_users').select('id').where('agent_uuid', '=', uuid).executeTakeFirst();
  return {
    async issue(trx, { tenantId, uuid }) {
      const username = agentUsername(uuid);
      const password = newSecret();
      const before = await find(trx, uuid);
      if (before !== undefined) await deleteMqttUser(trx, before.id);
      const fields = { username, password_hash: secretHash(password), agent_uuid: uuid };
      const user = await insertMqttUser(
        trx,
        { tenant_id: tenantId, ...fields, is_superuser: 0, is_active: 1 },
        now(),
      );
      await insertRules(trx, user, [agentRule(tenantId, uuid)], now());
      return {
        ...{ username, password, clientIdPrefix: agentClientPrefix },
        follow: () => follow(deps, username, password),
      };
    },
    async revoke(trx, uuid) {
      const user = await find(trx, uuid);
      if (user !== undefined) await deleteMqttUser(trx, user.id);
    },
    followAgent: (uuid) => follow(deps, agentUsername(uuid)),
  };
}
