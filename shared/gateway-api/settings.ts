import { z } from 'zod';

/** Settings of the gateway itself; they travel with backups as `config/settings.json`. Unknown names are refused. */
export const gatewaySettingsSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(63)
    .regex(/^[^/\\:*?"<>|\p{Cc}]+$/u, 'a name without / \\ : * ? " < > |')
    .meta({ title: 'Name', description: 'Shown in the workbench and used in the names of backups.' }),
  sessionIdleHours: z
    .number()
    .min(0.25)
    .max(24 * 30)
    .meta({ title: 'Session idle time', description: 'Hours without a request after which a login ends.' }),
  snapshotKeepCount: z
    .int()
    .min(1)
    .max(5_000)
    .meta({ title: 'Snapshots to keep', description: 'The oldest ones are deleted beyond this number.' }),
  snapshotKeepDays: z.int().min(1).max(3_650).meta({
    title: 'Days to keep snapshots',
    description: 'Older ones are deleted, but never the last one.',
  }),
});

export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

export const gatewaySettingsDefaults: GatewaySettings = {
  name: 'gateway',
  sessionIdleHours: 24,
  snapshotKeepCount: 50,
  snapshotKeepDays: 90,
};
