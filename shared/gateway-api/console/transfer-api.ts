import { z } from 'zod';
import { json } from '../../contract/row.ts';
import { badRequest, errSchema, forbidden } from '../answers.ts';
import type { Endpoint } from '../endpoint.ts';
import { snapshotParamsSchema } from '../system-api.ts';

/**
 * Files over the serial console. A call announces the file; then the client asks for the line (`suspend` with the transfer's id as
 * its reason), and the file goes over it by the protocol that was agreed on. The same id may be asked for again after the cable
 * was pulled. Served over the console only.
 */

export const transferProtocols = ['zmodem', 'ymodem'] as const;
export type TransferProtocol = (typeof transferProtocols)[number];

const protocolSchema = z.enum(transferProtocols).default('zmodem');
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'lowercase hex SHA-256');

export const transferStates = ['waiting', 'running', 'complete'] as const;

export const consoleTransferSchema = z.object({
  id: z.string(),
  /** As the client sees it. */
  direction: z.enum(['put', 'get']),
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  protocol: z.enum(transferProtocols),
  state: z.enum(transferStates),
  /** What is here already; ZMODEM goes on from there. Of a download: 0, where it goes on is the client's affair. */
  offset: z.int(),
  /** Of the last try that failed. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Of a file that has come whole: for `?upload=` of upgrade, firmware, restore and inspect. */
  upload: z.string().nullable(),
});
export type ConsoleTransfer = z.infer<typeof consoleTransferSchema>;

const transferParams = z.object({ id: z.string().min(1).max(100) });
const noSuchTransfer = json('No such transfer', errSchema);
const failures = {
  400: badRequest,
  403: forbidden,
  404: noSuchTransfer,
  500: json('What failed', errSchema),
};
const announced = { 200: json('The transfer, which waits for the line', consoleTransferSchema), ...failures };

export const consoleApi = {
  consolePut: {
    method: 'POST',
    path: '/console/files',
    access: 'administrator',
    source: 'extension',
    summary:
      'Announce a file that comes over the serial console; the same content goes on where it was cut off',
    body: z.strictObject({
      name: z.string().min(1).max(200),
      bytes: z.int().min(1),
      sha256: sha256Schema,
      protocol: protocolSchema,
    }),
    answers: announced,
  },
  consoleGet: {
    method: 'POST',
    path: '/console/downloads',
    access: 'session',
    source: 'extension',
    summary: 'Prepare a backup, or a snapshot by its name, to be sent over the serial console',
    body: z.strictObject({
      snapshot: snapshotParamsSchema.shape.name.optional(),
      protocol: protocolSchema,
    }),
    answers: announced,
  },
  consoleTransfer: {
    method: 'GET',
    path: '/console/transfers/:id',
    access: 'session',
    source: 'extension',
    summary: 'How a transfer over the serial console stands',
    params: transferParams,
    answers: { 200: json('The transfer', consoleTransferSchema), ...failures },
  },
  consoleGiveUp: {
    method: 'DELETE',
    path: '/console/transfers/:id',
    access: 'session',
    source: 'extension',
    summary: 'Forget a transfer over the serial console; a finished upload stays',
    params: transferParams,
    answers: { 200: json('Gone', z.object({ err: z.null() })), ...failures },
  },
} as const satisfies Record<string, Endpoint>;
