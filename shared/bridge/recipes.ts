import { z } from 'zod';
import { failureSchema } from '#shared/errors/failure.ts';
import { complaintSchema } from '#shared/recipes/complaint.ts';
import type { Call } from './call.ts';

/** Recovery recipes: what is there, and runs of them on serial ports. Files are tokens, paths never cross the bridge. */

const recipeIdSchema = z.string().min(1).max(300);

export const recipeEntrySchema = z.object({
  /** `shipped/u-boot-loady.yaml`. */
  id: recipeIdSchema,
  origin: z.enum(['shipped', 'own']),
  fileName: z.string(),
  /** The file name when the file cannot be used. */
  title: z.string(),
  description: z.string(),
  boards: z.array(z.string()),
  /** Empty: it can be run. */
  complaints: z.array(complaintSchema),
});
export type RecipeEntry = z.infer<typeof recipeEntrySchema>;

const recipeFieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string().nullable(),
  kind: z.enum(['text', 'number', 'file', 'secret']),
  /** What stands in the field before somebody types. */
  default: z.string(),
  optional: z.boolean(),
  /** What may be entered, see `EntryRules`; the host checks by the same. */
  pattern: z.string().nullable(),
  min: z.int().nullable(),
  max: z.int().nullable(),
});
export type RecipeField = z.infer<typeof recipeFieldSchema>;

export const recipeDetailsSchema = recipeEntrySchema.extend({
  /** What is interrupted and what will be lost; shown before the start. */
  warnings: z.array(z.string()),
  /** `115200 8N1`. */
  line: z.string(),
  fields: z.array(recipeFieldSchema),
  /** Titles, in the order of the file. */
  steps: z.array(z.string()),
});
export type RecipeDetails = z.infer<typeof recipeDetailsSchema>;

export const recipeStepStates = ['waiting', 'running', 'done', 'failed', 'stopped'] as const;

export const recipeRunSchema = z.object({
  id: z.uuid(),
  recipeId: recipeIdSchema,
  title: z.string(),
  /** Path or name of the port. */
  port: z.string(),
  stepByStep: z.boolean(),
  state: z.enum(['running', 'ended']),
  steps: z.array(
    z.object({
      title: z.string(),
      state: z.enum(recipeStepStates),
      /** How often it was begun. */
      rounds: z.int(),
      /** What was heard, or why it failed. */
      note: z.string(),
    }),
  ),
  /** Number of the step that is at work or next; null after the end. */
  current: z.int().nullable(),
  /** What a person is asked. `next`: whether the current step may begin. */
  asks: z
    .discriminatedUnion('ask', [
      z.object({ ask: z.literal('next') }),
      z.object({ ask: z.literal('confirm'), question: z.string(), yes: z.string(), no: z.string() }),
    ])
    .nullable(),
  /** What the recipe told the person, newest last. */
  said: z.array(z.string()),
  transfer: z
    .object({
      bytes: z.int(),
      totalBytes: z.int().nullable(),
      bytesPerSecond: z.number(),
      secondsLeft: z.number().nullable(),
      retries: z.int(),
    })
    .nullable(),
  /** The last lines; all of it is in the file. Secrets are masked. */
  transcript: z.array(
    z.object({
      at: z.int(),
      kind: z.enum(['step', 'sent', 'received', 'note']),
      text: z.string(),
    }),
  ),
  transcriptFile: z.string(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  outcome: z.enum(['completed', 'failed', 'stopped']).nullable(),
  failure: failureSchema.nullable(),
});
export type RecipeRunState = z.infer<typeof recipeRunSchema>;

const runIdSchema = z.object({ runId: z.uuid() });

export const recipesCalls = {
  'recipes.list': { input: z.null(), output: z.array(recipeEntrySchema) },
  /** Failures: RECIPE_UNKNOWN, RECIPE_INVALID. */
  'recipes.read': { input: z.object({ id: recipeIdSchema }), output: recipeDetailsSchema },
  /** Shows the user's own folder in the file manager. Failure: DESKTOP_ONLY. */
  'recipes.revealFolder': { input: z.null(), output: z.null() },
  'recipes.runs': { input: z.null(), output: z.array(recipeRunSchema) },
  /**
   * Opens the port and begins; the rest comes as events. `variables`: what was entered, of files the token.
   * Failures: RECIPE_UNKNOWN, RECIPE_INVALID, RECIPE_VARIABLE, RECIPE_RUNNING, FILE_…, SERIAL_…
   */
  'recipes.start': {
    input: z.object({
      id: recipeIdSchema,
      port: z.string().trim().min(1).max(500),
      variables: z.record(z.string().max(40), z.string().max(1_000)),
      stepByStep: z.boolean(),
    }),
    output: recipeRunSchema,
  },
  /** Failures of these: RECIPE_RUN_UNKNOWN, RECIPE_NOT_ASKED. */
  'recipes.answer': { input: runIdSchema.extend({ yes: z.boolean() }), output: recipeRunSchema },
  'recipes.next': { input: runIdSchema, output: recipeRunSchema },
  'recipes.stop': { input: runIdSchema, output: recipeRunSchema },
  /** An ended run leaves the list; its transcript stays on disk. */
  'recipes.dismiss': { input: runIdSchema, output: z.null() },
  /** All of the transcript as it is in its file; of one above 1 MiB the end. Failures: RECIPE_RUN_UNKNOWN, FILE_READ. */
  'recipes.transcript': { input: runIdSchema, output: z.object({ text: z.string(), cut: z.boolean() }) },
  /** Shows the file in the file manager. Failures: RECIPE_RUN_UNKNOWN, DESKTOP_ONLY. */
  'recipes.revealTranscript': { input: runIdSchema, output: z.null() },
} as const satisfies Record<string, Call>;

export const recipesEvents = { 'recipes.changed': recipeRunSchema } as const;
