import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import type { Call } from './call.ts';
import { fileTokenSchema } from './files.ts';
import {
  consoleHabitsSchema,
  lineSettingsSchema,
  portIdentitySchema,
  portPathSchema,
} from './serial-ports.ts';

/**
 * Consoles: tabs of the host. The port stays open between console, script and transfer, and a tab survives its device:
 * unplugged it waits for the same one to come back. What arrives lies in a ring of the host; the screens pull it. Tabs
 * come back after a restart of the workbench, without what had arrived: that is in the log, if there was one.
 */

export const consoleStates = [
  'opening',
  'open',
  /** The device is gone or cannot be opened just now; tried again when it is back, and at `nextTryAt`. */
  'waiting',
  /** Closed by the user; what arrived is kept until the tab is removed. */
  'closed',
] as const;

const epochMsSchema = z.int();

/** `raw`: the bytes as they came. `text`: decoded, lines, and what the other two say. */
export const logOptionsSchema = z.object({
  format: z.enum(['raw', 'text']),
  /** Colours and cursor movements; of `text` only. */
  ansi: z.enum(['strip', 'keep']),
  /** Time of arrival in front of each line; of `text` only. */
  timestamps: z.boolean(),
});
export type LogOptions = z.infer<typeof logOptionsSchema>;

export const consoleLogSchema = z.object({
  state: z.enum(['on', 'failed']),
  options: logOptionsSchema,
  fileName: z.string(),
  /** Shown to the user, e.g. `~/Gatewright/serial`. */
  folder: z.string(),
  startedAt: epochMsSchema,
  /** Files so far; a full one is followed by the next. */
  files: z.int(),
  /** On the disk in all files so far; told every second while it grows. Null: the file cannot be opened any more. */
  bytes: z.int().nullable(),
  /** Why nothing is written any more. */
  failure: failureSchema.nullable(),
});

/** Something that sends into the console by itself: pasted lines, or a script. */
const pasteStateSchema = z.object({ sentLines: z.int(), lines: z.int(), sentBytes: z.int(), bytes: z.int() });

export const scriptStateSchema = z.object({
  scriptId: z.uuid(),
  name: z.string(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  /** Steps done; while running also the index of the one under way. */
  step: z.int(),
  steps: z.int(),
  /** What it is doing, as a sentence: "Waits for login:". */
  doing: z.string(),
  failure: failureSchema.nullable(),
});
export type ScriptState = z.infer<typeof scriptStateSchema>;

export const serialConsoleSchema = z.object({
  id: z.uuid(),
  /** What the user calls the tab; empty: the label of the port. */
  title: z.string(),
  port: z.object({ identity: portIdentitySchema, path: z.string(), label: z.string() }),
  settings: lineSettingsSchema,
  habits: consoleHabitsSchema,
  /** When its offsets began to count. A tab that came back after the workbench restarted counts anew. */
  countedFrom: epochMsSchema,
  state: z.enum(consoleStates),
  since: epochMsSchema,
  failure: failureSchema.nullable(),
  nextTryAt: epochMsSchema.nullable(),
  /** What we set. */
  signals: z.object({ dtr: z.boolean(), rts: z.boolean() }),
  /** What the device sets; null: not open, or the port has none, as a pseudo-terminal. */
  modem: z.object({ cts: z.boolean(), dsr: z.boolean(), dcd: z.boolean() }).nullable(),
  /** Bytes since the tab was opened, also over reconnects. */
  received: z.int(),
  sent: z.int(),
  log: consoleLogSchema.nullable(),
  /** The last log that was stopped: its newest file, which can still be shown and downloaded. */
  endedLog: consoleLogSchema
    .pick({ fileName: true, folder: true, files: true })
    .extend({ bytes: z.int() })
    .nullable(),
  paste: pasteStateSchema.nullable(),
  script: scriptStateSchema.nullable(),
  /** Who has the line just now, so that nothing can be typed: "a file transfer", "recovery". */
  usedBy: z.string().nullable(),
});
export type SerialConsole = z.infer<typeof serialConsoleSchema>;

/** `bytes`: they arrived at `at`. `typed`: own input. The others say what happened to the line there. */
export const consoleMarkKinds = [
  'bytes',
  'opened',
  'lost',
  'closed',
  'settings',
  'restarted',
  'typed',
] as const;

const consoleMarkSchema = z.object({
  offset: z.int(),
  at: epochMsSchema,
  kind: z.enum(consoleMarkKinds),
  /** Of `typed` only: own input as the screen showed it (local echo), and which screen that was. */
  own: z.object({ text: z.string(), by: z.string() }).optional(),
});
export type ConsoleMark = z.infer<typeof consoleMarkSchema>;

/** At most so many bytes in one answer of `serial.read`, and so many in one `serial.write`. */
export const maxReadBytes = 1024 * 1024;
export const maxWriteBytes = 64 * 1024;
/** Of what one `serial.write` shows itself: three characters take one typed one back. */
export const maxEchoCharacters = 4 * maxWriteBytes;
const maxPasteCharacters = 4 * 1024 * 1024;

export const consoleOutputSchema = z.object({
  /** Offset of the first byte of `base64`: counted from the opening of the tab. */
  from: z.int(),
  /** All that ever arrived; more than `from` plus the bytes given: ask again from there. */
  total: z.int(),
  /** Bytes below this offset are no longer kept. `from` above the wish means that these were cut. */
  cutBefore: z.int(),
  base64: z.base64(),
  /** In order, each once. Only the first of kind `bytes` may lie before `from`: it tells when the first byte arrived. */
  marks: z.array(consoleMarkSchema),
  /** What happened behind the last byte, when the answer goes up to it. Comes again, as marks, with the bytes that follow. */
  pending: z.array(consoleMarkSchema),
});
export type ConsoleOutput = z.infer<typeof consoleOutputSchema>;

/** More hits than this are not counted: the search would hold others up. */
export const maxCountedHits = 1_000;
const maxNeedleBytes = 1_024;

const outputHitSchema = z.object({
  /** Offset of its first byte; null: none. */
  at: z.int().nullable(),
  /** Which one it is, from 0; null: none, or behind those that are counted. */
  index: z.int().nullable(),
  /** At most {@link maxCountedHits}. */
  count: z.int(),
});
export type OutputHit = z.infer<typeof outputHitSchema>;

const idSchema = z.object({ id: z.uuid() });
const titleSchema = z.string().trim().max(63);

export const serialConsoleCalls = {
  'serial.consoles': { input: z.null(), output: z.array(serialConsoleSchema) },
  /**
   * Opens a port in a new tab, with what its profile says unless it is given here. Answers when the port is open; otherwise
   * there is no tab. Failures: SERIAL_NOT_THERE, SERIAL_IN_USE, SERIAL_USED_HERE, SERIAL_NO_PERMISSION, SERIAL_REFUSED,
   * SERIAL_SETTINGS_REFUSED, SERIAL_TOO_MANY_CONSOLES.
   */
  'serial.open': {
    input: z.object({
      path: portPathSchema,
      title: titleSchema.optional(),
      settings: lineSettingsSchema.optional(),
      habits: consoleHabitsSchema.partial().optional(),
    }),
    output: serialConsoleSchema,
  },
  /** Tries at once: a closed tab, or one that waits. Answers the tab; a failure is in it, and it waits. */
  'serial.reopen': { input: idSchema, output: serialConsoleSchema },
  /** Closes the port; the tab stays with what arrived. */
  'serial.close': { input: idSchema, output: serialConsoleSchema },
  /** Closes the port and forgets the tab. A log that is being written is ended. */
  'serial.remove': { input: idSchema, output: z.null() },
  /** Another rate, other habits, another title. New settings open the port anew. Failures as `serial.open`. */
  'serial.configure': {
    input: idSchema.extend({
      title: titleSchema.optional(),
      settings: lineSettingsSchema.optional(),
      habits: consoleHabitsSchema.partial().optional(),
    }),
    output: serialConsoleSchema,
  },
  /**
   * As typed: the screens make the newline. `echo`: what the screen shows of it itself; it is kept with the output, marked as
   * own input, and `by` tells the screen which marks it has drawn already. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY, SERIAL_LINE_LOST.
   */
  'serial.write': {
    input: idSchema.extend({
      base64: z.base64().max(Math.ceil(maxWriteBytes / 3) * 4),
      echo: z.object({ text: z.string().max(maxEchoCharacters), by: z.string().max(64) }).optional(),
    }),
    output: z.null(),
  },
  /** Sends the text line by line, each followed by the console's newline and delay. Answers at once; `paste` tells. */
  'serial.paste': {
    input: idSchema.extend({
      text: z.string().min(1).max(maxPasteCharacters),
      /** Absent: the one of the console's habits. */
      lineDelayMs: z.int().min(0).max(10_000).optional(),
    }),
    output: serialConsoleSchema,
  },
  'serial.cancelPaste': { input: idSchema, output: serialConsoleSchema },
  /** Failure: SERIAL_SIGNALS_REFUSED, as a pseudo-terminal does. */
  'serial.setSignals': {
    input: idSchema.extend({ dtr: z.boolean().optional(), rts: z.boolean().optional() }),
    output: serialConsoleSchema,
  },
  /** Holds the line at zero. 1…5000 ms; 250 ms is what most boot loaders wait for. */
  'serial.sendBreak': {
    input: idSchema.extend({ durationMs: z.int().min(1).max(5_000).default(250) }),
    output: z.null(),
  },
  /** Output is pulled: ask again from `from` + the bytes that came, as long as `total` is ahead. */
  'serial.read': {
    input: idSchema.extend({ from: z.int().min(0), maxBytes: z.int().min(1).max(maxReadBytes) }),
    output: consoleOutputSchema,
  },
  /** The next place of these bytes in everything that is kept, at or behind `from`, or before it; goes round the end. */
  'serial.search': {
    input: idSchema.extend({
      base64: z
        .base64()
        .min(1)
        .max(Math.ceil(maxNeedleBytes / 3) * 4),
      from: z.int().min(0),
      backward: z.boolean(),
    }),
    output: outputHitSchema,
  },
  /** Forgets what arrived so far; offsets go on. */
  'serial.clear': { input: idSchema, output: z.null() },
  /** Writes all that is kept into a file of the log folder. `text` is without colours, own input in it as `[typed: …]`. Failure: FILE_WRITE. */
  'serial.saveOutput': {
    input: idSchema.extend({ format: z.enum(['raw', 'text']) }),
    output: fileTokenSchema.extend({ folder: z.string() }),
  },
  /** Begins a file that belongs to the tab and goes on over reconnects. Failures: FILE_WRITE, SERIAL_LOG_RUNNING. */
  'serial.startLog': { input: idSchema.extend(logOptionsSchema.shape), output: serialConsoleSchema },
  'serial.stopLog': { input: idSchema, output: serialConsoleSchema },
  /** Desktop only: shows the newest log file of the tab. Failure: SERIAL_NO_LOG. */
  'serial.revealLog': { input: idSchema, output: z.null() },
  /** A token for the browser to download the newest log file of the tab at `/files/<token>`. */
  'serial.openLog': { input: idSchema, output: fileTokenSchema },
} as const satisfies Record<string, Call>;

export const serialConsoleEvents = {
  /** Anything but the counters. */
  'serial.consoleChanged': serialConsoleSchema,
  'serial.consoleRemoved': idSchema,
  /** At most every 30 ms a console: so much has arrived, so much was sent. */
  'serial.arrived': idSchema.extend({ total: z.int(), sent: z.int() }),
} as const;
