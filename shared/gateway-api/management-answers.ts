import { z } from 'zod';
import { json } from '../contract/row.ts';

/** Failures of the management API: `{success: false, error}` whatever the status (management-api.txt, "Error Responses"). */
export const managementErrorSchema = z.object({ success: z.literal(false), error: z.string() });

const failed = (description: string) => json(description, managementErrorSchema);

/** What every row of the management API may answer besides its own. */
export const managementFailures = {
  400: failed('The request does not fit the contract'),
  401: failed('No key and no session, or one that is not valid'),
  403: failed('The key or the account may not do this'),
  429: { ...failed('Too many requests'), headers: { 'Retry-After': 'seconds' } },
  500: failed('What failed'),
} as const;

export const managementNotFound = { 404: failed('It does not exist') } as const;
