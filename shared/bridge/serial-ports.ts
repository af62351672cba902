import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import type { Call } from './call.ts';

/** Serial ports of the computer that the workbench runs on, and what is remembered about the devices behind them. */

export const parities = ['none', 'even', 'odd'] as const;
export const flowControls = ['none', 'rtscts', 'xonxoff'] as const;

export const lineSettingsSchema = z.object({
  /** Any rate; which of them the adapter can do, it says at opening. */
  baudRate: z.int().min(50).max(20_000_000),
  dataBits: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  parity: z.enum(parities),
  stopBits: z.union([z.literal(1), z.literal(2)]),
  flowControl: z.enum(flowControls),
});
export type LineSettings = z.infer<typeof lineSettingsSchema>;

export const lineSettingsDefaults: LineSettings = {
  baudRate: 115_200,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
  flowControl: 'none',
};

/** What Enter sends. Pasted text, snippets and scripts follow it, too. */
export const newlines = ['cr', 'lf', 'crlf'] as const;

/** How a console treats its device; a part of the profile. */
export const consoleHabitsSchema = z.object({
  newline: z.enum(newlines),
  /** The screens show what was typed themselves, because the device does not send it back. */
  localEcho: z.boolean(),
  /** Of text: each LF that arrives also goes back to the start of the line. */
  carriageReturnAtLineFeed: z.boolean(),
  view: z.enum(['text', 'hex']),
  timestamps: z.boolean(),
  /** Pause after each pasted line, for devices that lose what comes too fast. 0…10000. */
  lineDelayMs: z.int().min(0).max(10_000),
  /** Runs each time the port is opened, also after a reconnect. */
  loginScriptId: z.uuid().nullable(),
});
export type ConsoleHabits = z.infer<typeof consoleHabitsSchema>;

export const consoleHabitsDefaults: ConsoleHabits = {
  newline: 'cr',
  localEcho: false,
  carriageReturnAtLineFeed: false,
  view: 'text',
  timestamps: false,
  lineDelayMs: 0,
  loginScriptId: null,
};

/** A device path (`/dev/ttyUSB0`, `/dev/pts/4`, `COM3`), found or entered. */
const portPathSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((path) => !path.includes('\0'), 'no zero bytes');

/** What stays the same when the device comes back at another path: `usb:VID:PID:SERIAL`, `by-path:…` or `path:…`. */
const portIdentitySchema = z.string().min(1).max(600);

export const serialPortSchema = z.object({
  path: z.string(),
  identity: portIdentitySchema,
  /** Name in the profile, otherwise maker and product, otherwise the path. */
  label: z.string(),
  manufacturer: z.string().nullable(),
  product: z.string().nullable(),
  serialNumber: z.string().nullable(),
  /** Four lowercase hexadecimal digits. */
  vendorId: z.string().nullable(),
  productId: z.string().nullable(),
  /** Which of our own parts has it: "console Boiler room", "gateway boiler-room". Null: none. */
  usedBy: z.string().nullable(),
  /**
   * What would keep it from being opened, known without opening it: SERIAL_NO_PERMISSION, or SERIAL_IN_USE by another
   * program (Linux; elsewhere opening tells). Null: nothing known, or one of our own parts has it.
   */
  obstacle: failureSchema.nullable(),
});
export type SerialPortEntry = z.infer<typeof serialPortSchema>;

export const serialProfileSchema = z.object({
  identity: portIdentitySchema,
  /** What the user calls the device; empty: its own name. */
  label: z.string().trim().max(63),
  settings: lineSettingsSchema,
  habits: consoleHabitsSchema,
});
export type SerialProfile = z.infer<typeof serialProfileSchema>;

export const serialPortsCalls = {
  /** Failure: SERIAL_LIST_FAILED. A path that is not listed (pseudo-terminals) can be opened all the same. */
  'serial.ports': { input: z.null(), output: z.array(serialPortSchema) },
  'serial.profiles': { input: z.null(), output: z.array(serialProfileSchema) },
  /** Adds or replaces the profile of a device; open consoles keep what they have. */
  'serial.saveProfile': { input: serialProfileSchema, output: serialProfileSchema },
  'serial.removeProfile': { input: z.object({ identity: portIdentitySchema }), output: z.null() },
} as const satisfies Record<string, Call>;

/** All ports, whenever one came, went, was renamed, or is used by somebody else of us. Who of other programs has one is asked for. */
export const serialPortsEvents = { 'serial.portsChanged': z.array(serialPortSchema) } as const;

export { portIdentitySchema, portPathSchema };
