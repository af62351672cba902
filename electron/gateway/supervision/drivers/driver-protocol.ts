import { z } from 'zod';
import { driverInstanceSchema } from '../backup/part-schemas.ts';

/** What supervision and a driver process say to each other. */

/** Environment variable that carries the driver instance as JSON. */
export const driverVariable = 'GATEWRIGHT_DRIVER';

export const driverConfigSchema = driverInstanceSchema;

export const driverValueSchema = z.union([z.number(), z.boolean(), z.string()]);
export type DriverValue = z.infer<typeof driverValueSchema>;

/** From a driver to supervision. */
export const driverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('running') }),
  /** Values by name as they were read at `at`. */
  z.object({
    type: z.literal('values'),
    at: z.iso.datetime(),
    values: z.record(z.string(), driverValueSchema),
  }),
  /** The device does not answer or the settings do not fit; the process goes on trying. */
  z.object({ type: z.literal('fault'), reason: z.string() }),
]);
export type DriverMessage = z.infer<typeof driverMessageSchema>;

/** From supervision to a driver: end with exit code 0. */
export const driverStopSchema = z.object({ type: z.literal('stop') });
