import { z } from 'zod';

/** An agent in a path; agents are keyed by their uuid, in lower case. */
const uuidSchema = z.string().min(1).max(100).toLowerCase();

export const agentParams = z.object({ uuid: uuidSchema });

/** Yes and no in a query. */
export const flagQuery = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true');
