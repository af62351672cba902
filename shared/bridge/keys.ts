import { z } from 'zod';
import type { Call } from './call.ts';

/** Public keys whose holders may sign packages: the preflight and the embedded gateway trust them. */
export const trustedKeySchema = z.object({
  /** Who holds it; shown as "signed by". */
  name: z.string(),
  /** SHA-256 of the key itself (DER), lowercase hex. */
  fingerprint: z.string(),
  /** Shipped with the workbench: cannot be removed here. */
  shipped: z.boolean(),
});
export type TrustedKeyEntry = z.infer<typeof trustedKeySchema>;

/** Becomes a file name, and what the user reads when something is "signed by" it. */
export const keyNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u, 'letters, digits, spaces, . _ -');

export const keysCalls = {
  'keys.list': { input: z.null(), output: z.array(trustedKeySchema) },
  /** Reads a PEM file with an Ed25519 public key. Failures: KEY_UNUSABLE, KEY_NAME_TAKEN, FILE_… */
  'keys.trust': { input: z.object({ name: keyNameSchema, fileToken: z.string() }), output: trustedKeySchema },
  'keys.distrust': { input: z.object({ name: keyNameSchema }), output: z.null() },
} as const satisfies Record<string, Call>;
