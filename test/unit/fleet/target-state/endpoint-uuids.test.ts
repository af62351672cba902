import { expect, test } from 'vitest';
import { withEndpointUuids } from '../../../../electron/fleet/target-state/endpoint-uuids.ts';

const mqtt = (name: string, uuid?: string) => ({
  protocol: 'mqtt' as const,
  name,
  ...(uuid !== undefined && { uuid }),
});

test('endpoints without a uuid get the one that they had by their name, or a new one; nobody gets that of another', () => {
  let made = 0;
  const newUuid = () => {
    made += 1;
    return `new-${made}`;
  };
  const before = { endpoints: [mqtt('a', 'u-a'), mqtt('b', 'u-b')] };
  const given = { x: 1, endpoints: [mqtt('a'), mqtt('c'), mqtt('d', 'u-b'), mqtt('b')] };
  const { endpoints, x } = withEndpointUuids(given, before, newUuid);
  expect(endpoints?.map(({ uuid }) => uuid)).toEqual(['u-a', 'new-1', 'u-b', 'new-2']);
  expect(x).toBe(1);
  const complete = { endpoints: [mqtt('a', 'own')] };
  expect(withEndpointUuids(complete, before, newUuid)).toBe(complete);
  expect(withEndpointUuids({}, before, newUuid)).toEqual({});
});
