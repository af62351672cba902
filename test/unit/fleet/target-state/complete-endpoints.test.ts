import { expect, test } from 'vitest';
import { completeEndpoints } from '../../../../electron/fleet/target-state/complete-endpoints.ts';
import type { Config } from '../../../../shared/fleet-api/target-state/config.ts';

const agent = { tenantId: '0123456789ab', agentUuid: 'a1' };

const snmp = (name: string, uuid?: string) => ({
  protocol: 'snmp' as const,
  name,
  connection: {},
  dataPoints: [{ name: 'p' }],
  ...(uuid !== undefined && { uuid }),
});

function complete(config: Config, before: Config) {
  let made = 0;
  const newUuid = () => {
    made += 1;
    return `new-${made}`;
  };
  return completeEndpoints(config, before, { agent, newUuid });
}

test('endpoints without a uuid get the one that they had by their name, or a new one; nobody gets that of another', () => {
  const before = { endpoints: [snmp('a', 'u-a'), snmp('b', 'u-b')] };
  const given = { x: 1, endpoints: [snmp('a'), snmp('c'), snmp('d', 'u-b'), snmp('b')] };
  const { endpoints, x } = complete(given, before);
  expect(endpoints?.map(({ uuid }) => uuid)).toEqual(['u-a', 'new-1', 'u-b', 'new-2']);
  expect(x).toBe(1);
  expect(complete({ endpoints: [snmp('a', 'own')] }, before)).toEqual({ endpoints: [snmp('a', 'own')] });
  expect(complete({}, before)).toEqual({});
});

test('endpoints that listen to MQTT get the topic of their own, unless they name one (wire §1.7)', () => {
  const mqtt = (connection?: { topic?: string; qos?: number }) => ({
    protocol: 'mqtt' as const,
    name: 'm',
    uuid: 'u/1',
    connection,
  });
  expect(complete({ endpoints: [mqtt()] }, {}).endpoints?.[0]?.connection).toEqual({
    topic: 'i/0123456789ab/a/a1/d/u%2F1',
  });
  expect(complete({ endpoints: [mqtt({ topic: 'own', qos: 1 })] }, {}).endpoints?.[0]?.connection).toEqual({
    topic: 'own',
    qos: 1,
  });
});
