import { agentPrefix, agentTopics } from '#shared/mqtt/agent-topics.ts';
import { newSecret, secretHash } from '../auth/secrets.ts';
import type { FleetTransaction } from '../database/tables.ts';
import type { AgentMqtt } from '../provisioning/agent-mqtt.ts';
import type { MqttDeps } from './mqtt-deps.ts';
import { agentRule, deleteMqttUser, insertMqttUser, insertRules } from './mqtt-rows.ts';

export const agentUsername = (uuid: string): string => `agent_${uuid}`;

/** MQTT accounts of agents, in the transactions that make and end them. */
export function createAgentCredentials(
  deps: Pick<MqttDeps, 'follower' | 'now'> & { broker: AgentMqtt['broker'] },
): AgentMqtt {
  const { follower, now, broker } = deps;
  async function remove(trx: FleetTransaction, uuid: string): Promise<void> {
    const users = await trx.selectFrom('mqtt_users').select('id').where('agent_uuid', '=', uuid).execute();
    for (const { id } of users) await deleteMqttUser(trx, id);
  }
  return {
    broker,
    async create(trx, { uuid, tenantId }) {
      const username = agentUsername(uuid);
      const password = newSecret();
      // Who registers again gets another one.
      await remove(trx, uuid);
      const user = await insertMqttUser(
        trx,
        {
          ...{ tenant_id: tenantId, username, agent_uuid: uuid, password_hash: secretHash(password) },
          ...{ is_superuser: 0, is_active: 1 },
        },
        now(),
      );
      await insertRules(trx, user, [agentRule(tenantId, uuid)], now());
      follower.afterCommit(username, password);
      return { username, password };
    },
    async revoke(trx, uuid) {
      await remove(trx, uuid);
      follower.afterCommit(agentUsername(uuid));
    },
    topics({ uuid, tenantId }) {
      const all = Object.entries(agentTopics).map(([name, { direction }]) => ({
        direction,
        filter: agentPrefix(tenantId, uuid) + name.replace(/\{\w+\}/, '+'),
      }));
      const inDirection = (wanted: 'up' | 'down') =>
        all.flatMap(({ direction, filter }) => (direction === wanted ? [filter] : []));
      return { publish: inDirection('up'), subscribe: inDirection('down') };
    },
  };
}
