import { readAgentTopic } from '#shared/mqtt/agent-topics.ts';
import type { BrokerMessage } from '../broker/broker.ts';

/** A message with what its topic says of its sender: the broker lets nobody but the agent publish there. */
export interface AgentMessage {
  agent: { tenantId: string; agentUuid: string };
  /** What stands for `{…}` in the topic. */
  variable: string;
  /** The payload as JSON; undefined when it is none. */
  json: unknown;
}

/** Null for a topic that is no agent's. */
export function readAgentMessage({ topic, payload }: BrokerMessage): AgentMessage | null {
  const read = readAgentTopic(topic);
  if (read === null) return null;
  const { tenantId, agentUuid, variable } = read;
  return { agent: { tenantId, agentUuid }, variable, json: readJson(payload) };
}

function readJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}
