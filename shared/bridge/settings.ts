import { z } from 'zod';
import type { Call } from './call.ts';

const mebibyte = 1024 * 1024;

/**
 * Settings of the workbench. Title and description drive the form. Defaults stand apart: within `partial()` zod would
 * fill them in, and a change of one setting would reset all others.
 */
export const settingsSchema = z.strictObject({
  theme: z
    .enum(['light', 'dark', 'auto'])
    .meta({ title: 'Theme', description: 'Automatic follows this computer.' }),
  startSiteAtLaunch: z.boolean().meta({
    title: 'Start the site with the workbench',
    description: 'The embedded gateway runs as soon as the workbench does.',
  }),
  notifyWhenDone: z.boolean().meta({
    title: 'Tell me when a job ends',
    description: 'A message from this computer when the window is hidden.',
  }),
  backupBeforeUpgrade: z.boolean().meta({
    title: 'Back up before an upgrade',
    description: 'Downloads and checks a backup to this computer before anything is changed.',
  }),
  /** 16 consoles of the largest size are 1 GiB of memory. */
  consoleBytes: z
    .int()
    .min(mebibyte)
    .max(64 * mebibyte)
    .meta({
      title: 'Output kept of each serial console',
      description:
        'The oldest beyond this goes, in open consoles at once; each says how much went. A log file keeps all.',
    }),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsDefaults: Settings = {
  theme: 'auto',
  startSiteAtLaunch: false,
  notifyWhenDone: true,
  backupBeforeUpgrade: true,
  consoleBytes: 8 * mebibyte,
};

export const settingsCalls = {
  'settings.get': { input: z.null(), output: settingsSchema },
  'settings.update': { input: settingsSchema.partial(), output: settingsSchema },
  /** Desktop only: asks for the folder in the system's dialog. `null` when the user closed it. */
  'settings.chooseBackupFolder': { input: z.null(), output: z.object({ folder: z.string() }).nullable() },
} as const satisfies Record<string, Call>;

export const settingsEvents = { 'settings.changed': settingsSchema } as const;
