import { z } from 'zod';
import { jobSchema } from '#shared/bridge/maintenance.ts';

/** What a job needs to be taken up again and the screens do not. */
const innerSchema = z.object({
  /** The gateway's own job, once it accepted the file (X-Job-Id). */
  gatewayJobId: z.uuid().nullable(),
  /** Boot id before anything was changed; null on a plain box. */
  bootId: z.string().nullable(),
});
export type JobInner = z.infer<typeof innerSchema>;

/** One line of a job's journal: the whole state as of then; the last one counts. */
export const jobRecordSchema = z.object({ format: z.literal(1), job: jobSchema, inner: innerSchema });
export type JobRecord = z.infer<typeof jobRecordSchema>;
