import { parseRecipe } from '#shared/recipes/parse-recipe.ts';
import type { Recipe } from '#shared/recipes/recipe.ts';

/** A recipe with these steps, each in YAML's flow style; `more` are lines of its head. */
export const recipeText = (steps: readonly string[], more: readonly string[] = []): string =>
  [
    ...['format: 1', 'title: Test', 'description: D', 'boards: [Any]', 'warnings: []'],
    ...more,
    'steps:',
    ...steps.map((step) => `  - ${step}`),
    '',
  ].join('\n');

export function recipeOf(steps: readonly string[], more: readonly string[] = []): Recipe {
  const parsed = parseRecipe(recipeText(steps, more));
  if (!parsed.ok) throw new Error(parsed.complaints.map(({ message }) => message).join(' '));
  return parsed.recipe;
}
