import { z } from 'zod';
import type { Call } from './call.ts';

/**
 * Files that the user picked or dropped. Their paths never cross the bridge: the host keeps them behind tokens.
 * In a browser the screens send the bytes to `POST /files` and get the token from there; in Electron the preload
 * hands the dropped file's path to the host.
 */
export const fileTokenSchema = z.object({
  token: z.string(),
  name: z.string(),
  bytes: z.int(),
});
export type FileToken = z.infer<typeof fileTokenSchema>;

export const filesCalls = {
  /** Electron only: the system's dialog. `null` when the user closed it. */
  'files.pick': { input: z.object({ title: z.string() }), output: fileTokenSchema.nullable() },
  /** The host may forget the file; a browser upload is deleted. */
  'files.release': { input: z.object({ token: z.string() }), output: z.null() },
} as const satisfies Record<string, Call>;
