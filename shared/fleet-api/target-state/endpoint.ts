import { z } from 'zod';
import { bacnetEndpointSchema } from './endpoints/bacnet.ts';
import { modbusEndpointSchema } from './endpoints/modbus.ts';
import { mqttEndpointSchema } from './endpoints/mqtt.ts';
import { opcuaEndpointSchema } from './endpoints/opcua.ts';
import { canEndpointSchema, snmpEndpointSchema } from './endpoints/without-adapter.ts';
import { complain, listOf } from './fields.ts';

export const endpointProtocols = ['modbus', 'opcua', 'mqtt', 'bacnet', 'snmp', 'can'] as const;
export type EndpointProtocol = (typeof endpointProtocols)[number];

/** One sensor as it stands in `config.endpoints` (wire §3.4). */
export const endpointSchema = z.discriminatedUnion(
  'protocol',
  [
    modbusEndpointSchema,
    opcuaEndpointSchema,
    mqttEndpointSchema,
    bacnetEndpointSchema,
    snmpEndpointSchema,
    canEndpointSchema,
  ],
  {
    error: ({ code }) =>
      code === 'invalid_union' ? `give one of: ${endpointProtocols.join(', ')}` : 'give an object',
  },
);
export type Endpoint = z.infer<typeof endpointSchema>;

/** All sensors of one agent: no two share a uuid or a name. */
export const endpointsSchema = listOf(endpointSchema).check(({ value, issues }) => {
  for (const key of ['uuid', 'name'] as const) {
    const seen = new Set<string>();
    for (const [index, endpoint] of value.entries()) {
      const own = endpoint[key];
      if (own === undefined) continue;
      if (seen.has(own)) {
        issues.push(complain([index, key], `give another ${key}: ${own} stands in this list already`, value));
      }
      seen.add(own);
    }
  }
});
