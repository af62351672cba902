import { z } from 'zod';

/** Figures of the machine that the gateway runs on. */
export const systemFigures = {
  '#cpu': { name: 'CPU', unit: '%', description: 'All cores together, since the reading before' },
  '#mem': { name: 'Memory', unit: '%', description: 'Not available to programs' },
  '#disk': { name: 'Disk', unit: '%', description: 'Of the file system that is measured' },
  '#temp': { name: 'Temperature', unit: '°C', description: 'The hottest sensor of the processor' },
  '#uptime': { name: 'Uptime', unit: 's', description: 'Since the machine was booted' },
  '#net-in': { name: 'Network in', unit: 'B/s', description: 'All interfaces but loopback' },
  '#net-out': { name: 'Network out', unit: 'B/s', description: 'All interfaces but loopback' },
} as const satisfies Record<string, { name: string; unit: string; description: string }>;
export type SystemFigure = keyof typeof systemFigures;

export const isSystemFigure = (text: string): text is SystemFigure => Object.hasOwn(systemFigures, text);

/** Settings of a system instance. */
export const systemSettingsSchema = z.strictObject({
  intervalMs: z.int().min(1_000).max(3_600_000).default(5_000).meta({ title: 'Interval (ms)' }),
  path: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ title: 'Folder', description: 'Whose file system #disk measures; absent: the gateway’s own' }),
});
