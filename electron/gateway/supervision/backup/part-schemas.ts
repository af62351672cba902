import { z } from 'zod';
import { isPasswordHash } from '#platform/passwords/passwords.ts';
import {
  accountSchema,
  addressSchema,
  driverInstanceSchema,
  logicSchema,
  routeSchema,
} from '#shared/gateway-api/configuration.ts';
import type { BackupPart } from '#shared/gateway-api/manifests.ts';
import { storedSettingsSchema } from '#shared/gateway-api/settings.ts';

/** What each part of a backup holds (contract §3). */

export const backupAccountSchema = z.strictObject({
  ...accountSchema.shape,
  passwordHash: z.string().refine(isPasswordHash, 'not an argon2id hash that this gateway checks'),
});
export type BackupAccount = z.infer<typeof backupAccountSchema>;

/** Schema of one item of a list part, or of the whole document. */
export const partSchemas = {
  gateways: driverInstanceSchema,
  addresses: addressSchema,
  routes: routeSchema,
  logics: logicSchema,
  accounts: backupAccountSchema,
  settings: storedSettingsSchema,
} as const satisfies Record<BackupPart, z.ZodType>;

export const partPath = (part: BackupPart): string => `config/${part}.json`;
