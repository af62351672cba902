import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import type { Call } from './call.ts';

/** The site: what this workbench hosts itself. */
export const siteSchema = z.object({
  gateway: z.object({
    state: z.enum(['stopped', 'starting', 'running', 'stopping', 'failed']),
    /** Entry in the address book, once it was started for the first time. */
    gatewayId: z.uuid().nullable(),
    address: z.string().nullable(),
    startedAt: z.int().nullable(),
    restarts: z.int(),
    failure: failureSchema.nullable(),
  }),
  /** False until the user started the site for the first time. */
  everStarted: z.boolean(),
});
export type Site = z.infer<typeof siteSchema>;

export const siteCalls = {
  'site.status': { input: z.null(), output: siteSchema },
  /** Answers when the embedded gateway runs, is in the list and logged in. */
  'site.start': { input: z.null(), output: siteSchema },
  'site.stop': { input: z.null(), output: siteSchema },
} as const satisfies Record<string, Call>;

export const siteEvents = { 'site.changed': siteSchema } as const;
