import { z } from 'zod';
import { isDeeperThan, maxJsonDepth } from '../json-depth.ts';
import { appsSchema } from './apps.ts';
import { configSchema } from './config.ts';

/** What an operator writes. `config` may be left out, as the public system allows it for the first one. */
export const targetStateSchema = z.preprocess(
  refuseDeep,
  z.object({ apps: appsSchema, config: configSchema.default({}) }, { error: 'give an object' }),
);

/** What is kept of it. */
export type TargetState = z.infer<typeof targetStateSchema>;

function refuseDeep(value: unknown, context: z.RefinementCtx): unknown {
  if (!isDeeperThan(maxJsonDepth, value)) return value;
  context.addIssue({ code: 'custom', message: `nest objects and lists at most ${maxJsonDepth} deep` });
  return z.NEVER;
}
