import type { z } from 'zod';

/** One call that the screens may make: what goes in and what comes back when it succeeds. */
export interface Call {
  input: z.ZodType;
  output: z.ZodType;
}
