import { z } from 'zod';
import { valueSchema } from '#shared/gateway-api/values.ts';

/** What supervision and an evaluator process, which runs JSONata and nothing else, say to each other. */

/** Set for evaluator processes, so that one started by hand says so. */
export const evaluatorVariable = 'GATEWRIGHT_EVALUATOR';

/** Values by name: ids and aliases of addresses. Null: not known. */
const namedValuesSchema = z.record(z.string(), valueSchema.nullable());
export type NamedValues = z.infer<typeof namedValuesSchema>;

/** From supervision. */
export const evaluatorOrderSchema = z.discriminatedUnion('type', [
  /** First of all, and once: JSONata by name, and how long one run may take. */
  z.object({ type: z.literal('configure'), programs: z.record(z.string(), z.string()), runMs: z.int() }),
  /** Other values than before; those that are not named stay. */
  z.object({ type: z.literal('values'), changes: namedValuesSchema }),
  /** Answered by `ended` with the same number. Without an input the program sees all values. */
  z.object({
    type: z.literal('run'),
    run: z.int(),
    program: z.string(),
    input: z.record(z.string(), z.json()).nullable(),
  }),
  z.object({ type: z.literal('stop') }),
]);
export type EvaluatorOrder = z.infer<typeof evaluatorOrderSchema>;

/** From an evaluator. */
export const evaluatorMessageSchema = z.discriminatedUnion('type', [
  /** Ready for `configure`. */
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('ended'), run: z.int(), result: z.json(), error: z.string().nullable() }),
]);
export type EvaluatorMessage = z.infer<typeof evaluatorMessageSchema>;
