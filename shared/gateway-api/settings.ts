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
  snapshotSchedule: z.string().max(100).meta({
    title: 'Snapshot schedule',
    description: 'Cron with five fields, e.g. 0 3 * * *; empty: none by itself.',
  }),
  snapshotTimeZone: z
    .string()
    .max(100)
    .meta({ title: 'Time zone of the schedule', description: 'IANA name; empty: the machine’s.' }),
  updateFeed: z
    .string()
    .max(500)
    .meta({ title: 'Update feed', description: 'A folder or an http(s) address; empty: none.' }),
  licenseServer: z.string().max(500).meta({
    title: 'Licence server',
    description: 'An http(s) address that is asked for keys; empty: none.',
  }),
  consolePath: z.string().max(200).meta({
    title: 'Serial console',
    description:
      'Port that a login console and workbenches with a serial cable use, e.g. /dev/ttyS1; empty: none.',
  }),
  consoleBaudRate: z.int().min(300).max(4_000_000).meta({
    title: 'Baud rate of the serial console',
    description: 'Bits a second; eight data bits, no parity.',
  }),
  killForeignProcesses: z.boolean().meta({
    title: 'End foreign processes',
    description: 'Allows ending processes that the gateway did not start.',
  }),
});

export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

export const gatewaySettingsDefaults: GatewaySettings = {
  name: 'gateway',
  sessionIdleHours: 24,
  snapshotKeepCount: 50,
  snapshotKeepDays: 90,
  snapshotSchedule: '0 3 * * *',
  snapshotTimeZone: '',
  updateFeed: '',
  licenseServer: '',
  consolePath: '',
  consoleBaudRate: 115_200,
  killForeignProcesses: false,
};

/** As stored or in a backup, where settings of a later revision may be absent: they have their defaults then. */
export const storedSettingsSchema = z.preprocess(
  (stored) =>
    stored !== null && typeof stored === 'object' ? { ...gatewaySettingsDefaults, ...stored } : stored,
  gatewaySettingsSchema,
);
