import { z } from 'zod';
import { shallow } from '../json-depth.ts';
import { appsSchema } from './apps.ts';
import { configSchema } from './config.ts';

/** What an operator writes. `config` may be left out, as the public system allows it for the first one. */
export const targetStateSchema = shallow(
  z.object({ apps: appsSchema, config: configSchema.default({}) }, { error: 'give an object' }),
);

/** What is kept of it. */
export type TargetState = z.infer<typeof targetStateSchema>;
