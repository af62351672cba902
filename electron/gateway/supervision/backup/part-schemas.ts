import { z } from 'zod';
import { isPasswordHash } from '#platform/passwords/passwords.ts';
import type { BackupPart } from '#shared/gateway-api/manifests.ts';
import { gatewaySettingsSchema } from '#shared/gateway-api/settings.ts';

/** What each part of a backup holds (contract §3). Unknown names are refused: dropping them would lose configuration. */

const id = z.string().min(1).max(100);
const name = z.string().min(1).max(200);
const settings = z.record(z.string().max(100), z.json());
const valueType = z.enum(['boolean', 'number', 'string']);

/** One running protocol driver. */
export const driverInstanceSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  driver: z.string().min(1).max(100),
  settings,
});

/** One data point of a driver instance. */
export const addressSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  /** Id of the driver instance. */
  gateway: id,
  /** Where it is on the device, in the driver's own notation. */
  address: z.string().max(500),
  type: valueType,
  unit: z.string().max(50).optional(),
  settings,
});

/** The value of one address goes to another. */
export const routeSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  from: id,
  to: id,
  settings,
});

/** A small program over addresses. */
export const logicSchema = z.strictObject({
  id,
  name,
  enabled: z.boolean(),
  source: z.string().max(1_000_000),
  settings,
});

export const accountSchema = z.strictObject({
  id,
  username: z.string().min(1).max(200),
  passwordHash: z.string().refine(isPasswordHash, 'not an argon2id hash that this gateway checks'),
  administrator: z.boolean(),
  createdAt: z.iso.datetime(),
});

export type DriverInstance = z.infer<typeof driverInstanceSchema>;
export type BackupAccount = z.infer<typeof accountSchema>;

/** Schema of one item of a list part, or of the whole document. */
export const partSchemas = {
  gateways: driverInstanceSchema,
  addresses: addressSchema,
  routes: routeSchema,
  logics: logicSchema,
  accounts: accountSchema,
  settings: gatewaySettingsSchema,
} as const satisfies Record<BackupPart, z.ZodType>;

export const partPath = (part: BackupPart): string => `config/${part}.json`;
