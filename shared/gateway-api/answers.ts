import { z } from 'zod';
import { type Answer, json, text } from '../contract/row.ts';

/** Answers that many rows of the contract share. */

export const sessionCookie = 'WBLSUPSID';
/** Extension: names the job that an accepted upload started. */
export const jobIdHeader = 'x-job-id';
/** Extension: the stable code behind a plain-text or `{err}` failure. */
export const errorCodeHeader = 'x-error-code';

/** Extension: what the caller may do in the management API, `read` or `write`. */
export const keyPermissionHeader = 'x-key-permission';

export const errSchema = z.object({ err: z.string() });

export const forbidden = text('No session, or the account may not do this: text `Forbidden` or the reason');

export const badRequest = json('The request does not fit the contract', errSchema);

export const accepted = {
  description: 'Checked and taken; the pipeline runs on',
  contentType: 'text/plain',
  headers: { 'X-Job-Id': 'The job to follow under /system/jobs (extension)' },
} as const satisfies Answer;

export const refused = text('What failed, in plain text; nothing was changed');
