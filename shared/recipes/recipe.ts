import { z } from 'zod';
import { stepSchema } from './step.ts';

/**
 * A recovery recipe: what to hear from a board and what to say to it, as data. The file format is YAML; this is its shape. Escapes
 * (`"\x03"`, `"\r"`) are those of YAML's double quotes, variables are `{{name}}`, and of a file `{{name.crc32}}` (see `template.ts`).
 */

export const recipeLimits = {
  /** A long recipe is some 5 KiB. */
  fileBytes: 64 * 1024,
  steps: 200,
  variables: 30,
} as const;

const nameSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'a name begins with a small letter and has letters and digits only');

const common = {
  name: nameSchema,
  /** What the person reads beside the field. */
  label: z.string().min(1).max(80),
  hint: z.string().max(300).optional(),
};

const variableSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('text'),
    default: z.string().max(1_000).optional(),
    /** Regular expression that the whole value has to match. */
    pattern: z.string().max(200).optional(),
    optional: z.boolean().default(false),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('number'),
    default: z.int().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('file') }),
  /** Sent, but never shown, logged or kept. */
  z.strictObject({ ...common, kind: z.literal('secret'), optional: z.boolean().default(false) }),
]);
export type RecipeVariable = z.infer<typeof variableSchema>;

const lineSchema = z.strictObject({
  baudRate: z.int().min(50).max(4_000_000).default(115_200),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  flowControl: z.enum(['none', 'rtscts', 'xonxoff']).default('none'),
  /** What `line:` of a send step ends with. */
  newline: z.enum(['cr', 'lf', 'crlf']).default('cr'),
});
export type RecipeLineSettings = z.infer<typeof lineSchema>;

export const recipeSchema = z.strictObject({
  format: z.literal(1),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(2_000),
  /** For which boards, in words. */
  boards: z.array(z.string().min(1).max(200)).min(1).max(20),
  /** What the person is told before the start: what is interrupted, what will be lost. Empty only when nothing is. */
  warnings: z.array(z.string().min(1).max(300)).max(10),
  line: lineSchema.prefault({}),
  variables: z.array(variableSchema).max(recipeLimits.variables).default([]),
  /** Sent when the run ends before its last step, so that the board is left at a prompt; e.g. `"\x03"`. */
  leave: z.string().min(1).max(50).optional(),
  steps: z.array(stepSchema).min(1).max(recipeLimits.steps),
});
export type Recipe = z.infer<typeof recipeSchema>;
