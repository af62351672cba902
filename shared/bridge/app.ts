import { z } from 'zod';
import type { Call } from './call.ts';

export const appInfoSchema = z.object({
  version: z.string(),
  /** Where the screens run: decides how files come in and how backups go out. */
  surface: z.enum(['desktop', 'browser']),
  platform: z.string(),
  /** Whether passwords can be kept over a restart; without a keyring they live until the workbench ends. */
  keepsSecrets: z.boolean(),
  /** Shown to the user, e.g. `~/Gatewright`. */
  backupFolder: z.string(),
  /** Things that the workbench survived at start and the user should know, e.g. a corrupt file set aside. */
  notices: z.array(z.object({ id: z.string(), message: z.string() })),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

export const appCalls = {
  'app.info': { input: z.null(), output: appInfoSchema },
  'app.dismissNotice': { input: z.object({ id: z.string() }), output: z.null() },
} as const satisfies Record<string, Call>;
