import { z } from 'zod';

/** How a version of a target state came about. */
export const targetChanges = [
  'created',
  'replaced',
  'cleared',
  'deployed',
  'cancelled',
  'restored',
  'sensors',
] as const;
export type TargetChange = (typeof targetChanges)[number];
export const targetChangeSchema = z.enum(targetChanges);

/** One difference of two documents. */
export const differenceSchema = z.object({
  /** JSON pointer (RFC 6901); entries of lists that have a uuid, id or name stand under it, others under their place. */
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** Not there for `added`. */
  before: z.unknown().optional(),
  /** Not there for `removed`. */
  after: z.unknown().optional(),
});
export type Difference = z.infer<typeof differenceSchema>;
