import { z } from 'zod';
import { section } from '../fields.ts';
import { commonFields, pointFields, pointsOf } from './common.ts';

/** Protocols that the API takes, but for which the newest agent has no adapter (wire §3.4): little is known of them. */
const endpointWithoutAdapter = <P extends string>(protocol: P) =>
  section({
    ...commonFields,
    protocol: z.literal(protocol),
    connection: section({}),
    dataPoints: pointsOf(section(pointFields)),
  });

export const snmpEndpointSchema = endpointWithoutAdapter('snmp');
export const canEndpointSchema = endpointWithoutAdapter('can');
