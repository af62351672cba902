import { z } from 'zod';
import { complain, section, wholeNumber, words } from '../fields.ts';
import { commonFields, durationSchema, hostSchema, pointFields, pointsOf, portSchema } from './common.ts';

/** 22 bits, ASHRAE 135 §12. */
const instanceSchema = wholeNumber(0, 4_194_303);

/** BACnet/IP (wire §3.4). */
export const bacnetEndpointSchema = section({
  ...commonFields,
  protocol: z.literal('bacnet'),
  connection: section({
    ipAddress: hostSchema.optional(),
    host: hostSchema.optional(),
    port: portSchema.optional(),
    deviceInstance: instanceSchema.optional(),
  }).check(({ value, issues }) => {
    if (value.ipAddress === undefined && value.host === undefined) {
      issues.push(complain(['ipAddress'], 'give the IP address or host name of the device', value));
    }
  }),
  dataPoints: pointsOf(
    section({
      ...pointFields,
      objectName: words(255).nullish(),
      // Its name ("analog-input") or its number.
      objectType: z.union([words(64, 1), wholeNumber(0, 1_023)], { error: 'give the type of the object' }),
      objectInstance: instanceSchema,
      propertyId: wholeNumber(0, 4_194_303).optional(),
      pollIntervalMs: durationSchema.optional(),
      writePriority: wholeNumber(1, 16).optional(),
    }),
  ),
});
