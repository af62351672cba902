import type { Config } from '#shared/fleet-api/target-state/config.ts';
import type { Endpoint } from '#shared/fleet-api/target-state/endpoint.ts';
import type { AgentOf } from '../agents/own-agent.ts';

/**
 * Gives every endpoint what its agent cannot do without. A uuid (wire §3.4): the one that the endpoint of this name had before,
 * so that its readings go on, else a new one. A topic for those that listen to MQTT (wire §1.7).
 */
export function completeEndpoints(
  config: Config,
  before: Config,
  { agent, newUuid }: { agent: AgentOf; newUuid(): string },
): Config {
  const { endpoints } = config;
  if (endpoints === undefined) return config;
  const taken = new Set(endpoints.map(({ uuid }) => uuid));
  const known = new Map((before.endpoints ?? []).map(({ name, uuid }) => [name, uuid]));
  const uuidFor = (name: string): string => {
    const had = known.get(name);
    return had === undefined || taken.has(had) ? newUuid() : had;
  };
  return {
    ...config,
    endpoints: endpoints.map((each) => withTopic({ ...each, uuid: each.uuid ?? uuidFor(each.name) }, agent)),
  };
}

function withTopic(endpoint: Endpoint & { uuid: string }, { tenantId, agentUuid }: AgentOf): Endpoint {
  if (endpoint.protocol !== 'mqtt' || endpoint.connection?.topic !== undefined) return endpoint;
  const topic = `i/${tenantId}/a/${agentUuid}/d/${encodeURIComponent(endpoint.uuid)}`;
  return { ...endpoint, connection: { ...endpoint.connection, topic } };
}
