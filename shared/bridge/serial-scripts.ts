import { z } from 'zod';
import type { Call } from './call.ts';
import { serialConsoleSchema } from './serial-console.ts';

/** Snippets (text that is sent at a click) and login scripts (wait for this, send that), kept by the workbench. */

const nameSchema = z.string().trim().min(1).max(63);
const sentTextSchema = z.string().max(4_000);

export const snippetSchema = z.object({
  id: z.uuid(),
  name: nameSchema,
  /** May hold several lines. */
  text: sentTextSchema,
  /** Ends with the console's newline. */
  enter: z.boolean(),
});
export type Snippet = z.infer<typeof snippetSchema>;

/** Name of a secret; its value is in the secret store and never in the script. */
export const secretNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9 ._-]{0,62}$/i, 'letters, digits, . _ - and spaces');

const timeoutMsSchema = z.int().min(100).max(3_600_000);

export const scriptStepSchema = z.discriminatedUnion('kind', [
  /** Until the text arrives; what came before the last step's match counts no more. */
  z.object({ kind: z.literal('expect'), text: z.string().min(1).max(500), timeoutMs: timeoutMsSchema }),
  /** The same with a regular expression (JavaScript, flag `m`) over the last 4096 characters, colours taken out. */
  z.object({
    kind: z.literal('expect-pattern'),
    pattern: z.string().min(1).max(500),
    timeoutMs: timeoutMsSchema,
  }),
  z.object({ kind: z.literal('send'), text: sentTextSchema, enter: z.boolean() }),
  z.object({ kind: z.literal('send-secret'), secret: secretNameSchema, enter: z.boolean() }),
  z.object({ kind: z.literal('pause'), durationMs: z.int().min(1).max(600_000) }),
  z.object({ kind: z.literal('break'), durationMs: z.int().min(1).max(5_000) }),
]);
export type ScriptStep = z.infer<typeof scriptStepSchema>;

export const loginScriptSchema = z.object({
  id: z.uuid(),
  name: nameSchema,
  steps: z.array(scriptStepSchema).min(1).max(100),
});
export type LoginScript = z.infer<typeof loginScriptSchema>;

/** With the secrets that it needs and nobody has entered. */
const listedScriptSchema = loginScriptSchema.extend({ missingSecrets: z.array(z.string()) });

const idSchema = z.object({ id: z.uuid() });

export const serialScriptsCalls = {
  'serial.snippets': { input: z.null(), output: z.array(snippetSchema) },
  /** `id` null: a new one. Failure: SERIAL_SNIPPET_UNKNOWN. */
  'serial.saveSnippet': { input: snippetSchema.extend({ id: z.uuid().nullable() }), output: snippetSchema },
  'serial.removeSnippet': { input: idSchema, output: z.null() },
  /** Failures as `serial.paste`, SERIAL_SNIPPET_UNKNOWN. */
  'serial.sendSnippet': { input: idSchema.extend({ snippetId: z.uuid() }), output: serialConsoleSchema },
  'serial.scripts': { input: z.null(), output: z.array(listedScriptSchema) },
  /** `id` null: a new one. Failures: SERIAL_SCRIPT_UNKNOWN, SERIAL_PATTERN_INVALID. */
  'serial.saveScript': {
    input: loginScriptSchema.extend({ id: z.uuid().nullable() }),
    output: listedScriptSchema,
  },
  'serial.removeScript': { input: idSchema, output: z.null() },
  /** Keeps a secret for scripts; `value` null forgets it. It cannot be read back. */
  'serial.setSecret': {
    input: z.object({ name: secretNameSchema, value: z.string().min(1).max(500).nullable() }),
    output: z.null(),
  },
  /** Answers as soon as it runs; `script` of the console tells. Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY, … */
  'serial.runScript': { input: idSchema.extend({ scriptId: z.uuid() }), output: serialConsoleSchema },
  'serial.stopScript': { input: idSchema, output: serialConsoleSchema },
} as const satisfies Record<string, Call>;
