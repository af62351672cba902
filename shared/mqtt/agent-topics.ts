import { packId, unpackId } from './topic-ids.ts';

/** What stands behind `i/{tenant}/a/{agent}/`. `up`: from the agent; `{…}` is one level that varies. */
interface TopicRow {
  direction: 'up' | 'down';
  qos: 0 | 1;
  retain: boolean;
}

/** Everything that agents and the fleet backend say to each other over MQTT. */
export const agentTopics = {
  state: { direction: 'up', qos: 1, retain: false },
  'endpoints/{name}': { direction: 'up', qos: 1, retain: false },
  'events/{name}': { direction: 'up', qos: 1, retain: false },
  'meta/dictionary': { direction: 'up', qos: 1, retain: true },
  'meta/dictionary/delta': { direction: 'up', qos: 1, retain: false },
  'agent/update': { direction: 'down', qos: 1, retain: true },
  'agent/status': { direction: 'up', qos: 1, retain: true },
  'cmd/write': { direction: 'down', qos: 1, retain: false },
  'cmd/result': { direction: 'up', qos: 1, retain: false },
  'jobs/notify-next': { direction: 'down', qos: 1, retain: false },
  'jobs/{id}/update': { direction: 'up', qos: 1, retain: false },
  'jobs/start-next': { direction: 'up', qos: 1, retain: false },
} as const satisfies Record<string, TopicRow>;

export type AgentTopicName = keyof typeof agentTopics;

export interface AgentTopic {
  tenantId: string;
  agentUuid: string;
  /** The row of {@link agentTopics}; null: a topic of the agent that nobody has given a meaning. */
  name: AgentTopicName | null;
  /** What follows the prefix, e.g. `endpoints/modbus`. */
  suffix: string;
  /** What stands for `{…}`; empty where nothing varies. */
  variable: string;
}

/** `i/{T}/`: all agents of a tenant lie below it. */
export const tenantPrefix = (tenantId: string): string => `i/${packId(tenantId)}/`;

/** `i/{T}/a/{A}/`: all that an agent may use lies below it. */
export const agentPrefix = (tenantId: string, agentUuid: string): string =>
  `${tenantPrefix(tenantId)}a/${packId(agentUuid)}/`;

export const agentTopic = (
  agent: { tenantId: string; agentUuid: string },
  name: AgentTopicName,
  variable = '',
): string => agentPrefix(agent.tenantId, agent.agentUuid) + name.replace(/\{\w+\}/, variable);

/** The filter by which all agents' messages of one kind are received. */
export const everyAgent = (name: AgentTopicName): string => `i/+/a/+/${name.replace(/\{\w+\}/, '+')}`;

/** Whether only the fleet backend has something to say there. */
export function isForAgents(topic: string): boolean {
  const name = readAgentTopic(topic)?.name;
  return name != null && agentTopics[name].direction === 'down';
}

/** Whose topic it is and which; null for one that is not below an agent's prefix. */
export function readAgentTopic(topic: string): AgentTopic | null {
  const [i, tenant, a, agent, ...rest] = topic.split('/');
  if (i !== 'i' || a !== 'a' || !tenant || !agent || rest.length === 0) return null;
  const row = rows.find(({ levels }) => fits(levels, rest));
  return {
    tenantId: unpackId(tenant),
    agentUuid: unpackId(agent),
    name: row?.name ?? null,
    suffix: rest.join('/'),
    variable: row?.levels.flatMap((level, at) => (varies(level) ? [rest[at] ?? ''] : []))[0] ?? '',
  };
}

const varies = (level: string): boolean => level.startsWith('{');

const rows = (Object.keys(agentTopics) as AgentTopicName[]).map((name) => ({
  name,
  levels: name.split('/'),
}));

const fits = (levels: readonly string[], rest: readonly string[]): boolean =>
  levels.length === rest.length &&
  levels.every((level, at) => (varies(level) ? rest[at] !== '' : level === rest[at]));
