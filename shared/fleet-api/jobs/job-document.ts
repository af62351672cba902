import { z } from 'zod';

/** What an agent is to do (wire §3.3, modelled on AWS IoT jobs). */

const handlerInput = z.object({
  handler: z.string().min(1).max(200),
  args: z.array(z.string().max(10_000)).max(100).optional(),
  path: z.string().max(1_000).optional(),
});

/** The words of the command line, joined by commas: `echo,hello`. */
const commandInput = z.object({ command: z.string().min(1).max(50_000) });

const stepFields = {
  name: z.string().min(1).max(200),
  runAsUser: z.string().max(100).optional(),
  allowStdErr: z.union([z.boolean(), z.int()]).optional(),
  ignoreStepFailure: z.boolean().optional(),
};

const plainStep = z.discriminatedUnion('type', [
  z.looseObject({ ...stepFields, type: z.literal('runHandler'), input: handlerInput }),
  z.looseObject({ ...stepFields, type: z.literal('runCommand'), input: commandInput }),
]);

/** Some samples wrap a step; both forms are kept as they came. */
const stepSchema = z.union([plainStep, z.object({ action: plainStep })]);

const steppedDocument = z.looseObject({
  version: z.string().max(20).default('1.0'),
  includeStdOut: z.boolean().default(false),
  conditions: z
    .array(z.object({ key: z.string(), value: z.array(z.string()), type: z.string().default('stringEqual') }))
    .max(100)
    .optional(),
  steps: z.array(stepSchema).min(1, 'at least one step').max(100),
  finalStep: stepSchema.optional(),
});

/** The form of version 0.0. */
const operationDocument = z.looseObject({
  version: z.string().max(20).optional(),
  operation: z.string().min(1).max(200),
  args: z.array(z.string().max(10_000)).max(100).default([]),
});

const maxBytes = 256 * 1024;

export const jobDocumentSchema = z
  .union([steppedDocument, operationDocument])
  .refine((document) => JSON.stringify(document).length <= maxBytes, 'larger than 256 KiB');

export type JobDocument = z.output<typeof jobDocumentSchema>;

export const executionTypes = ['oneTime', 'recurring', 'continuous'] as const;

/** When a recurring job runs; `scheduled_at` puts a single one off. */
export const jobScheduleSchema = z.object({
  scheduled_at: z.iso.datetime({ offset: true }).optional(),
  type: z.enum(['interval', 'cron']).optional(),
  intervalMinutes: z.int().min(1).max(525_600).optional(),
  cronExpression: z.string().max(200).optional(),
  timeZone: z.string().max(100).optional(),
  startTime: z.iso.datetime({ offset: true }).optional(),
  endTime: z.iso.datetime({ offset: true }).optional(),
});

export type JobSchedule = z.output<typeof jobScheduleSchema>;
