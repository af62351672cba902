import { z } from 'zod';
import { addressSchema, driverInstanceSchema } from '#shared/gateway-api/configuration.ts';
import { logLevels } from '#shared/gateway-api/management-api.ts';
import { valueSchema } from '#shared/gateway-api/values.ts';

/** What supervision and a driver process say to each other. */

/** Set for driver processes, so that one started by hand says so; what it drives comes as a message. */
export const driverVariable = 'GATEWRIGHT_DRIVER';

/** One reading of one address, scaled already. */
export const readingSchema = z.object({
  /** Id of the address. */
  id: z.string(),
  value: valueSchema.nullable(),
  /** UTC epoch milliseconds at which it was read. */
  at: z.int(),
  quality: z.enum(['good', 'uncertain', 'bad']),
  /** Why the quality is not good. */
  reason: z.string().optional(),
});
export type Reading = z.infer<typeof readingSchema>;

/** From supervision to a driver. */
export const driverOrderSchema = z.discriminatedUnion('type', [
  /** First of all, and once: what to drive. */
  z.object({
    type: z.literal('configure'),
    instance: driverInstanceSchema,
    addresses: z.array(addressSchema),
  }),
  /** Answered by `pong` at once: a driver that spins does not, and is killed. */
  z.object({ type: z.literal('ping') }),
  /** Answered by `written` with the same id. The value is as people see it; the driver takes scale and offset off. */
  z.object({ type: z.literal('write'), request: z.int(), address: z.string(), value: valueSchema }),
  /** Finish the poll, flush, close the port, exit with 0. */
  z.object({ type: z.literal('stop') }),
]);
export type DriverOrder = z.infer<typeof driverOrderSchema>;

/** From a driver to supervision. */
export const driverMessageSchema = z.discriminatedUnion('type', [
  /** Ready for `configure`. */
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('pong'), rssBytes: z.int() }),
  z.object({ type: z.literal('running') }),
  /** The device does not answer or the settings do not fit; the process goes on trying. */
  z.object({ type: z.literal('fault'), reason: z.string() }),
  z.object({ type: z.literal('readings'), readings: z.array(readingSchema) }),
  z.object({
    type: z.literal('written'),
    request: z.int(),
    reading: readingSchema.nullable(),
    failure: z.string().nullable(),
  }),
  /** A line of the instance's own log. */
  z.object({ type: z.literal('log'), level: z.enum(logLevels), message: z.string(), at: z.int() }),
]);
export type DriverMessage = z.infer<typeof driverMessageSchema>;
