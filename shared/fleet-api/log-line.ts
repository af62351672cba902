import { z } from 'zod';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names that other loggers have for the same. */
const otherNames: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  verbose: 'debug',
  silly: 'debug',
  notice: 'info',
  warning: 'warn',
  critical: 'error',
  fatal: 'error',
};

const levelSchema = z
  .string()
  .transform((level) => level.toLowerCase())
  .transform((level) => otherNames[level] ?? level)
  .pipe(z.enum(logLevels));

/** Epoch milliseconds, or ISO 8601 with its offset. */
const timestampSchema = z.union([
  z.number(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

/** A line whose message was read may be wrong in what goes with it. */
const aside = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);

/** One log line of an agent (wire §2.6). Only the message must be there. */
export const logLineSchema = z.looseObject(
  {
    timestamp: aside(timestampSchema),
    level: aside(levelSchema),
    message: z.string({ error: 'message is no text' }),
    source: aside(z.object({ type: aside(z.string()), name: aside(z.string()) })),
    isSystem: aside(z.boolean()),
    isStdErr: aside(z.boolean()),
    serviceName: aside(z.string()),
  },
  { error: 'not an object' },
);
export type LogLine = z.infer<typeof logLineSchema>;
