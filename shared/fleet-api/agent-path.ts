import { z } from 'zod';

/** An agent in a path; agents are keyed by their uuid, in lower case. */
const uuidSchema = z.string().min(1).max(100).toLowerCase();

/** The uuid of an agent where only a real one will do; kept in lower case. */
export const strictUuid = z.uuid().transform((uuid) => uuid.toLowerCase());

export const agentParams = z.object({ uuid: uuidSchema });

/** What the rows that read about one agent have in common. */
export const agentReading = {
  access: 'agents:read',
  rate: 'global',
  tag: 'agents',
  method: 'GET',
  params: agentParams,
} as const;

/** Yes and no in a query. */
export const flagQuery = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true');
