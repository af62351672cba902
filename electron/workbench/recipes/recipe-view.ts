import type { RecipeDetails, RecipeEntry, RecipeField } from '#shared/bridge/recipes.ts';
import type { Recipe, RecipeLineSettings, RecipeVariable } from '#shared/recipes/recipe.ts';
import { stepTitle } from '#shared/recipes/step-title.ts';
import { defaultText } from '#shared/recipes/variable-values.ts';
import type { LibraryEntry } from './recipe-library.ts';

export const entryView = ({ id, origin, fileName, recipe, complaints }: LibraryEntry): RecipeEntry => ({
  ...{ id, origin, fileName },
  title: recipe?.title ?? fileName,
  description: recipe?.description ?? '',
  boards: recipe?.boards ?? [],
  complaints: [...complaints],
});

export const detailsView = (entry: LibraryEntry, recipe: Recipe): RecipeDetails => ({
  ...entryView(entry),
  warnings: recipe.warnings,
  line: lineText(recipe.line),
  fields: recipe.variables.map(fieldView),
  steps: recipe.steps.map(stepTitle),
});

const fieldView = (variable: RecipeVariable): RecipeField => ({
  name: variable.name,
  label: variable.label,
  hint: variable.hint ?? null,
  kind: variable.kind,
  default: defaultText(variable),
  optional: 'optional' in variable && variable.optional,
  pattern: variable.kind === 'text' ? (variable.pattern ?? null) : null,
  min: variable.kind === 'number' ? (variable.min ?? null) : null,
  max: variable.kind === 'number' ? (variable.max ?? null) : null,
});

const parityLetters = { none: 'N', even: 'E', odd: 'O' } as const;

/** `115200 8N1`, as people say it. */
function lineText({ baudRate, dataBits, parity, stopBits, flowControl }: RecipeLineSettings): string {
  const flow = flowControl === 'none' ? '' : ` ${flowControl}`;
  return `${baudRate} ${dataBits}${parityLetters[parity]}${stopBits}${flow}`;
}
