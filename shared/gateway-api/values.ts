import { z } from 'zod';

/** Values of addresses, live and from the short history. */

export const valueSchema = z.union([z.number(), z.boolean(), z.string()]);
export type Value = z.infer<typeof valueSchema>;

/**
 * `good`: as read; `uncertain`: last known, the device does not answer at the moment; `bad`: could not be read or used;
 * `none`: never read.
 */
export const qualities = ['good', 'uncertain', 'bad', 'none'] as const;
export type Quality = (typeof qualities)[number];

/** Last value of one address. */
export const lastValueSchema = z.object({
  /** Id of the address. */
  id: z.string(),
  value: valueSchema.nullable(),
  /** For people, with the unit: `21.5 °C`. */
  value_string: z.string(),
  /** When it was read. */
  ts: z.iso.datetime().nullable(),
  quality: z.enum(qualities),
  /** Why the quality is not good. */
  reason: z.string().nullable(),
});
export type LastValue = z.infer<typeof lastValueSchema>;

/** What a route did last, since the gateway application started or the route was changed; each absent while there is nothing. */
export const routeRunSchema = z.object({
  /** The value that it wrote last, and when. */
  lastValue: valueSchema.optional(),
  lastAt: z.iso.datetime().optional(),
  lastFailure: z.object({ at: z.iso.datetime(), message: z.string() }).optional(),
});
export type RouteRun = z.infer<typeof routeRunSchema>;

/** One row of the short history; `min` and `max` with `aggregate` only. */
export const historyRowSchema = z.object({
  id: z.string(),
  ts: z.iso.datetime(),
  /** The number read, or the mean of the bucket. */
  value: z.number(),
  value_string: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type HistoryRow = z.infer<typeof historyRowSchema>;
