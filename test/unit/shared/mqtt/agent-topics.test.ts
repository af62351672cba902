import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  agentTopic,
  agentTopics,
  everyAgent,
  isForAgents,
  readAgentTopic,
} from '#shared/mqtt/agent-topics.ts';
import { matchesTopic } from '#shared/mqtt/topic-filter.ts';

const agent = { tenantId: 'a1b2c3d4e5f6', agentUuid: 'efe42ba6-6728-4906-aa41-b8e93265af03' };
const names = Object.keys(agentTopics) as (keyof typeof agentTopics)[];

test('the topic that was seen on the wire', () => {
  expect(agentTopic(agent, 'endpoints/{name}', 'modbus')).toBe(
    'i/obLD1OX2/a/7-QrpmcoSQaqQbjpMmWvAw/endpoints/modbus',
  );
});

test('every topic is read back, and received by the filter of its kind alone', () => {
  const word = fc.stringMatching(/^[a-z0-9_-]{1,12}$/);
  fc.assert(
    fc.property(fc.constantFrom(...names), word, (name, variable) => {
      const topic = agentTopic(agent, name, variable);
      expect(readAgentTopic(topic)).toEqual({
        ...agent,
        name,
        suffix: name.replace(/\{\w+\}/, variable),
        variable: name.includes('{') ? variable : '',
      });
      for (const other of names) expect(matchesTopic(everyAgent(other), topic)).toBe(other === name);
    }),
  );
});

test('what is for agents is told from what comes of them', () => {
  expect(isForAgents(agentTopic(agent, 'agent/update'))).toBe(true);
  expect(isForAgents(agentTopic(agent, 'agent/status'))).toBe(false);
  expect(isForAgents('i/obLD1OX2/a/7-QrpmcoSQaqQbjpMmWvAw/unknown')).toBe(false);
});

test('a topic below an agent that nobody has given a meaning keeps its agent', () => {
  expect(readAgentTopic('i/obLD1OX2/a/7-QrpmcoSQaqQbjpMmWvAw/shadow/x')).toEqual({
    ...agent,
    name: null,
    suffix: 'shadow/x',
    variable: '',
  });
  expect(readAgentTopic('i/obLD1OX2/a/7-QrpmcoSQaqQbjpMmWvAw/endpoints/')?.name).toBeNull();
});

test.each(['', 'i', 'i/T/a/A', 'x/T/a/A/state', 'i/T/b/A/state', 'i//a/A/state', 'i/T/a//state', '$SYS/x'])(
  '%j is no agent’s topic',
  (topic) => {
    expect(readAgentTopic(topic)).toBeNull();
  },
);
