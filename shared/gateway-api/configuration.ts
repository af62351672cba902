import { z } from 'zod';

/**
 * What a gateway is configured to do: driver instances, addresses, routes, logics, accounts. Backups carry the same rows
 * (contract §3). Unknown names are refused: dropping them would lose configuration.
 */

const id = z.string().min(1).max(100);
const name = z.string().min(1).max(200);
const settings = z.record(z.string().max(100), z.json());

export const valueTypes = ['boolean', 'number', 'string'] as const;

/** One running protocol driver; the vendor calls it a gateway. */
export const driverInstanceSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  /** `modbus`, `mqtt`, `system`, `simulator`; one that this revision has not is kept and told. */
  driver: z.string().min(1).max(100),
  /** Of the driver; each has its own schema. */
  settings,
});
export type DriverInstance = z.infer<typeof driverInstanceSchema>;

/** One data point of a driver instance. */
export const addressSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  /** Id of the driver instance. */
  gateway: id,
  /** A handle for people and logics; unique where it is set. */
  alias: z.string().min(1).max(200).optional(),
  /** Where it is on the device, in the driver's own notation, e.g. `holding:100:float32` or `#cpu`. */
  address: z.string().max(500),
  type: z.enum(valueTypes),
  unit: z.string().max(50).optional(),
  /** value = raw × scale + offset; numbers only. A write goes the other way. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, 'a scale of 0 loses the value')
    .optional(),
  offset: z.number().optional(),
  /** Milliseconds; the driver's own where absent. */
  pollIntervalMs: z.int().min(100).max(86_400_000).optional(),
  /** Whether it may be written; absent: no. */
  writable: z.boolean().optional(),
  settings,
});
export type Address = z.infer<typeof addressSchema>;

/** The value of one address goes to another. */
export const routeSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  from: id,
  to: id,
  /** Also from `to` to `from`; then without expression. */
  bothWays: z.boolean().optional(),
  /** JSONata over `value`; its result is written. Absent: the value as it is. */
  expression: z.string().min(1).max(10_000).optional(),
  settings,
});
export type Route = z.infer<typeof routeSchema>;

/** When a logic runs: at every change of one of these addresses (ids, aliases), or by a cron schedule. */
export const logicTriggerSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('change'), addresses: z.array(id).min(1).max(1_000) }),
  z.strictObject({
    on: z.literal('schedule'),
    /** Five or six fields. */
    cron: z.string().min(1).max(200),
    timeZone: z.string().max(100).optional(),
  }),
]);

/**
 * A small program over addresses: JSONata whose input is an object of last values by id and by alias, and whose result is
 * an object of values to write by id or alias (or nothing).
 */
export const logicSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  source: z.string().max(1_000_000),
  /** Absent in backups of older revisions: such a logic is kept and does not run. */
  trigger: logicTriggerSchema.optional(),
  settings,
});
export type Logic = z.infer<typeof logicSchema>;

/** An account as it is shown: never with a password or its hash. */
export const accountSchema = z.object({
  id,
  username: z.string().min(1).max(200),
  administrator: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type Account = z.infer<typeof accountSchema>;
