import { z } from 'zod';
import { listOf, section, wholeNumber, words } from '../fields.ts';
import { commonFields } from './common.ts';

/**
 * MQTT (wire §3.4): the agent listens to `topic/#` on its own broker. Topic and credentials are made by the server when the
 * sensor is made (wire §1.7).
 */
export const mqttEndpointSchema = section({
  ...commonFields,
  protocol: z.literal('mqtt'),
  connection: section({
    // MQTT 3.1.1 §1.5.3: at most 65 535 bytes; wildcards are the agent's own business.
    topic: z
      .string({ error: 'give a topic without wildcards' })
      .min(1, { error: 'give a topic without wildcards' })
      .max(10_000, { error: 'give a topic of at most 10000 characters' })
      .regex(/^[^#+\0]*$/, { error: 'give a topic without the wildcards # and +' })
      .optional(),
    qos: wholeNumber(0, 2).optional(),
    dataType: words(64).nullish(),
    unit: words(64).nullish(),
    metric: words(255).nullish(),
    deviceId: words(255).nullish(),
    timestampField: words(255).nullish(),
  }).nullish(),
  dataPoints: listOf(section({})).nullish(),
});
