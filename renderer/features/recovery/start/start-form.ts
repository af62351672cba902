import type { CallInput } from '#shared/bridge/contract.ts';
import type { RecipeDetails, RecipeField, RecipeRunState } from '#shared/bridge/recipes.ts';
import type { SerialPortEntry } from '#shared/bridge/serial-ports.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { enteredComplaint } from '#shared/recipes/variable-values.ts';
import type { RecipeDraft } from '../../../lib/client-state/client-store.ts';
import { capitalise } from '../../../lib/format/words.ts';

/** What stands in the form. Secrets live as long as the form and no longer. */
export interface Entered {
  draft: RecipeDraft;
  secrets: Readonly<Record<string, string | undefined>>;
}

export const emptyDraft: RecipeDraft = { port: null, texts: {}, files: {}, stepByStep: false };

/** What nobody chose yet is the only port that is free, if there is just one. */
export function portOf({ port }: RecipeDraft, ports: readonly SerialPortEntry[]): string {
  if (port !== null) return port.trim();
  const free = ports.filter(({ usedBy }) => usedBy === null);
  return (free.length === 1 ? free[0]?.path : undefined) ?? '';
}

/** Of a file its token. */
export function enteredValue(
  { name, kind, default: preset }: RecipeField,
  { draft, secrets }: Entered,
): string {
  if (kind === 'file') return draft.files[name]?.token ?? '';
  return kind === 'secret' ? (secrets[name] ?? '') : (draft.texts[name] ?? preset);
}

/** What is wrong with the value of a field, as the host will see it, too; whether a file is still there only the host knows. */
export function fieldProblem(field: RecipeField, entered: Entered): string | null {
  const value = enteredValue(field, entered);
  if (value === '' && field.kind === 'file') return 'Choose a file.';
  const why = enteredComplaint(field, value);
  return why === null ? null : `${capitalise(why)}.`;
}

export interface Problems {
  port: string | null;
  /** By name of the variable; only those that are wrong. */
  fields: Readonly<Record<string, string | undefined>>;
}

export const noProblems: Problems = { port: null, fields: {} };

export function problemsOf(recipe: RecipeDetails, entered: Entered, port: string): Problems {
  const wrong = recipe.fields.flatMap((field) => {
    const problem = fieldProblem(field, entered);
    return problem === null ? [] : [[field.name, problem] as const];
  });
  return {
    port: port === '' ? 'Choose the port that the board is plugged into.' : null,
    fields: Object.fromEntries(wrong),
  };
}

export const isRight = ({ port, fields }: Problems): boolean =>
  port === null && Object.keys(fields).length === 0;

/** The host's refusal of a value at the field that it is about; null: it is about something else. */
export function refusedField(recipe: RecipeDetails, { code, context }: Failure): Problems | null {
  if (code !== 'RECIPE_VARIABLE') return null;
  const field = recipe.fields.find(({ label }) => label === context.label);
  return field === undefined
    ? null
    : { port: null, fields: { [field.name]: `${capitalise(String(context.why))}.` } };
}

/** What is left empty is left out. */
export function startInput(
  recipe: RecipeDetails,
  entered: Entered,
  port: string,
): CallInput<'recipes.start'> {
  const variables = recipe.fields
    .map((field) => [field.name, enteredValue(field, entered)] as const)
    .filter(([, value]) => value !== '');
  const { stepByStep } = entered.draft;
  return { id: recipe.id, port, variables: Object.fromEntries(variables), stepByStep };
}

/** What the dialog says before the start: what will be lost, and what else there is to know. */
export function confirmLines(recipe: RecipeDetails, { draft }: Entered, port: string): string[] {
  return [
    ...(recipe.warnings.length > 0 ? recipe.warnings : ['This recipe loses nothing and interrupts nothing.']),
    `It sends to whatever is plugged into ${port} at ${recipe.line}. Nobody else can send there until it ends.`,
    draft.stepByStep
      ? 'It waits for you before each step.'
      : 'It goes on by itself. You can stop it at any moment.',
  ];
}

/** The run that has the port now. */
export const runOn = (runs: readonly RecipeRunState[], port: string): RecipeRunState | undefined =>
  runs.find((run) => run.state === 'running' && run.port === port);
