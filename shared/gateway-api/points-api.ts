import { z } from 'zod';
import { json, text } from '../contract/row.ts';
import { badRequest, errSchema, forbidden } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { historyRowSchema } from './values.ts';

/** The short history and the logs of drivers, in the source's own form. */

const driverParams = z.object({ driver: z.string().min(1).max(100), id: z.string().min(1).max(100) });
const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
/** ISO 8601 or epoch milliseconds. */
const moment = z.string().transform((value, context) => {
  const ms = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'an ISO 8601 date or epoch milliseconds' });
  return z.NEVER;
});
const noLog = text('No such driver instance');

export const pointsApi = {
  loggersSites: {
    method: 'GET',
    path: '/loggers/sites',
    access: 'session',
    source: 'system-api',
    summary: 'The one site of this gateway',
    query: z.object({ detailed: z.enum(['0', '1']).default('0') }),
    answers: {
      200: json(
        'Ids, or with detailed=1 objects',
        z.union([
          z.array(z.string()),
          z.array(z.object({ id: z.string(), local: z.boolean(), name: z.string() })),
        ]),
      ),
      400: badRequest,
      403: forbidden,
    },
  },
  loggersData: {
    method: 'GET',
    path: '/loggers/data',
    access: 'session',
    source: 'system-api',
    summary: 'Values of the last 24 h; with streaming=1 as NDJSON',
    query: z.object({
      /** Ids, aliases or names. */
      address: oneOrMore,
      start: moment.optional(),
      end: moment.optional(),
      /** `30s`, `15m`, `1h`, `1d`, `1w`: minimum, mean and maximum of each. */
      aggregate: z
        .string()
        .regex(/^[1-9]\d{0,5}[smhdw]$/, 'a number with s, m, h, d or w')
        .optional(),
      streaming: z.enum(['true', '1', 'false', '0']).optional(),
    }),
    answers: {
      200: json('Rows, oldest first', z.array(historyRowSchema)),
      400: badRequest,
      403: forbidden,
      404: json('No such address', errSchema),
    },
  },
  driverLogFile: {
    method: 'GET',
    path: '/peers/:driver/:id/logs_file',
    access: 'session',
    source: 'system-api',
    summary: 'Log of one driver instance as a file',
    params: driverParams,
    answers: {
      200: {
        description: 'The log',
        contentType: 'application/octet-stream',
        headers: { 'Content-Disposition': 'attachment; filename=<driver>_<id>.log' },
      },
      403: forbidden,
      404: noLog,
    },
  },
  driverLogRaw: {
    method: 'GET',
    path: '/peers/:driver/:id/logs_raw',
    access: 'session',
    source: 'system-api',
    summary: 'The same text inline',
    params: driverParams,
    answers: { 200: text('The log'), 403: forbidden, 404: noLog },
  },
  driverLogJson: {
    method: 'GET',
    path: '/peers/:driver/:id/logs_json',
    access: 'session',
    source: 'system-api',
    summary: 'The log as NDJSON: {ts, level, msg}',
    params: driverParams,
    answers: {
      200: { description: 'One object a line', contentType: 'application/x-ndjson' },
      403: forbidden,
      404: noLog,
    },
  },
} as const satisfies Record<string, Endpoint>;
