import { z } from 'zod';
import { anyNumber, flag, listOf, section, words } from '../fields.ts';
import { commonFields, durationSchema, pointFields } from './common.ts';

const pointSchema = section({
  ...pointFields,
  nodeId: words(1_000, 1),
  browseName: words(500).nullish(),
  dataType: words(64).nullish(),
  scalingFactor: anyNumber().optional(),
  offset: anyNumber().optional(),
});

/** OPC UA (wire §3.4); without data points the agent browses for them. */
export const opcuaEndpointSchema = section({
  ...commonFields,
  protocol: z.literal('opcua'),
  connection: section({
    endpointUrl: z
      .string({ error: 'give the address, such as opc.tcp://host:4840' })
      .max(1_000)
      .regex(/^opc\.(tcp|https|wss):\/\/\S+$/, { error: 'give the address, such as opc.tcp://host:4840' }),
    username: words(500).nullish(),
    password: words(2_000).nullish(),
    securityMode: words(64).nullish(),
    securityPolicy: words(200).nullish(),
    connectionTimeout: durationSchema.optional(),
    sessionTimeout: durationSchema.optional(),
    keepAliveInterval: durationSchema.optional(),
    useSubscription: flag().optional(),
    publishingInterval: durationSchema.optional(),
    samplingInterval: durationSchema.optional(),
  }),
  dataPoints: listOf(pointSchema).nullish(),
});
