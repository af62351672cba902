import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import type { Call } from './call.ts';
import { fileTokenSchema } from './files.ts';

/** File transfer over the line of an open console: X-, Y- and ZMODEM. One at a time a console. */

export const transferProtocols = [
  'xmodem',
  'xmodem-crc',
  'xmodem-1k',
  'ymodem',
  'ymodem-g',
  'zmodem',
] as const;
export type TransferProtocol = (typeof transferProtocols)[number];

/** In one transfer. */
export const maxTransferFiles = 100;

export const serialTransferEnds = [
  'completed',
  /** Everything was sent, but the other side's last word is missing. */
  'completed-unconfirmed',
  'cancelled',
  'cancelled-by-peer',
  'timeout',
  'too-many-errors',
  /** The line went away, a file could not be read or written: `failure` says why. */
  'failed',
] as const;

const questionSchema = z.discriminatedUnion('kind', [
  /** The device began by itself: it wants to send us a file (`receive`), or waits for ours (`send`). */
  z.object({ kind: z.literal('start'), direction: z.enum(['send', 'receive']) }),
  /** A file of this name is there already. */
  z.object({
    kind: z.literal('replace'),
    name: z.string(),
    bytes: z.int().nullable(),
    suggestedName: z.string(),
  }),
]);

export const serialTransferSchema = z.object({
  id: z.uuid(),
  consoleId: z.uuid(),
  protocol: z.enum(transferProtocols),
  direction: z.enum(['send', 'receive']),
  state: z.enum(['asking', 'running', 'ended']),
  /** Only while `asking`. */
  question: questionSchema.nullable(),
  /** The one under way; a name is empty where the protocol has none. `bytes` null: not announced. */
  file: z.object({ name: z.string(), index: z.int(), bytes: z.int().nullable() }).nullable(),
  /** Of the file under way. */
  bytes: z.int(),
  totalBytes: z.int().nullable(),
  bytesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  retries: z.int(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  end: z.enum(serialTransferEnds).nullable(),
  /** One sentence for the result: what was transferred, or what happened and what to do. */
  summary: z.string().nullable(),
  failure: failureSchema.nullable(),
  /** In order. Received files lie in `folder`. `paddedBytes`: XMODEM's fill at the end that may be no content. */
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int(),
      paddedBytes: z.int(),
      outcome: z.enum(['completed', 'completed-unconfirmed', 'skipped']),
    }),
  ),
  /** Of received files, shown to the user; null when sending. */
  folder: z.string().nullable(),
});
export type SerialTransfer = z.infer<typeof serialTransferSchema>;

const idSchema = z.object({ id: z.uuid() });
const transferIdSchema = z.object({ transferId: z.uuid() });

export const serialTransferCalls = {
  /** The running one of each console, or its last until that is dismissed. */
  'serial.transfers': { input: z.null(), output: z.array(serialTransferSchema) },
  /** `id`: the console. XMODEM takes one file. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY, FILE_… */
  'serial.transferSend': {
    input: idSchema.extend({
      protocol: z.enum(transferProtocols),
      fileTokens: z.array(z.string()).min(1).max(maxTransferFiles),
    }),
    output: serialTransferSchema,
  },
  /** `name`: for XMODEM, which has none. */
  'serial.transferReceive': {
    input: idSchema.extend({
      protocol: z.enum(transferProtocols),
      name: z.string().trim().min(1).max(200).optional(),
    }),
    output: serialTransferSchema,
  },
  /** Ends it as the protocol wants it; the answer may be still running. */
  'serial.transferCancel': { input: transferIdSchema, output: serialTransferSchema },
  /**
   * Answers `question`. Of `start`: `accept` (with the files when sending) or `refuse`. Of `replace`: `replace`,
   * `keep-both` (takes the suggested name) or `skip`. Failures: SERIAL_TRANSFER_UNKNOWN, SERIAL_ANSWER_UNFIT, FILE_…
   */
  'serial.transferAnswer': {
    input: transferIdSchema.extend({
      answer: z.enum(['accept', 'refuse', 'replace', 'keep-both', 'skip']),
      fileTokens: z.array(z.string()).max(maxTransferFiles).default([]),
    }),
    output: serialTransferSchema,
  },
  /** Its result was read: it is forgotten, files stay. Failures: SERIAL_TRANSFER_UNKNOWN, SERIAL_ANSWER_UNFIT (not ended). */
  'serial.transferDismiss': { input: transferIdSchema, output: z.null() },
  /** Desktop only: shows a received file, by its place in `files`. */
  'serial.transferReveal': { input: transferIdSchema.extend({ index: z.int().min(0) }), output: z.null() },
  /** A token of a received file, for the browser to download at `/files/<token>`. */
  'serial.transferOpen': {
    input: transferIdSchema.extend({ index: z.int().min(0) }),
    output: fileTokenSchema,
  },
} as const satisfies Record<string, Call>;

export const serialTransferEvents = {
  'serial.transferChanged': serialTransferSchema,
  'serial.transferDismissed': transferIdSchema,
} as const;
