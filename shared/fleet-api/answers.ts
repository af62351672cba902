import { z } from 'zod';
import { json } from '../contract/row.ts';

/** Answers that many rows of the fleet contract share. */

/** Every failure, unless `Accept` wants {@link problemSchema}. */
export const errorSchema = z.object({
  error: z.string(),
  message: z.string().optional(),
  code: z.string(),
  details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
  retryAfter: z.number().optional(),
});

/** RFC 9457, with our code. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});

/** What says only that it was done. */
export const doneSchema = z.object({ message: z.string() });

export const done = (description: string) => json(description, doneSchema);

export const requestIdHeader = 'x-request-id';

export const timeSchema = z.iso.datetime();

/** A person's choice of a page, as `limit` and `offset` or as the cursor of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  cursor: z.string().max(500).optional(),
};

export const idParams = z.object({ id: z.string().min(1).max(100) });

/** Where the versioned part of the API begins. */
export const apiBase = '/api/v1';
