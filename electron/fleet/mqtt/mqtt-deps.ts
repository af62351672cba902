import type { Passwords } from '#platform/passwords/passwords.ts';
import { failure } from '#shared/errors/failure.ts';
import { tenantPrefix } from '#shared/mqtt/agent-topics.ts';
import { coversFilter } from '#shared/mqtt/topic-filter.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Audit } from '../audit/audit.ts';
import type { FleetStore } from '../database/tables.ts';
import type { Follower } from './follower.ts';
import { isOnlyTenant, type Reader, tenantFilter } from './mqtt-rows.ts';

/** What the calls of MQTT users and rules work with. */
export interface MqttDeps {
  store: FleetStore;
  audit: Audit;
  /** Of their own: logins over MQTT do not wait for those over HTTP. */
  passwords: Passwords;
  follower: Follower;
  now(): number;
}

/** MQTT_TOPIC_FOREIGN: with several tenants nobody gets at another's topics. */
export async function checkTopics(
  read: Reader,
  tenantId: string,
  rules: readonly { topic: string }[],
): Promise<Result<null>> {
  const own = tenantFilter(tenantId);
  const foreign = rules.find(({ topic }) => !coversFilter(own, topic));
  if (foreign === undefined || (await isOnlyTenant(read))) return ok(null);
  return fail(failure('MQTT_TOPIC_FOREIGN', { topic: foreign.topic, prefix: tenantPrefix(tenantId) }));
}
