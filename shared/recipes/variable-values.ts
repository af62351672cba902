import type { RecipeVariable } from './recipe.ts';

/** What may be entered: of a variable of a recipe, and of its field on the screen, so that both are checked by the same. */
export interface EntryRules {
  kind: RecipeVariable['kind'];
  optional?: boolean;
  /** Expression that the whole text has to match. */
  pattern?: string | null | undefined;
  min?: number | null | undefined;
  max?: number | null | undefined;
  /** What fits the pattern, in words. */
  hint?: string | null | undefined;
}

/** What is wrong with what a person entered for a variable; null: nothing. `entered` undefined: left empty. Files are not looked at. */
export function enteredComplaint(rules: EntryRules, entered: string | undefined): string | null {
  const text = entered ?? '';
  if (text === '') return rules.optional === true ? null : 'it is empty';
  if (rules.kind === 'file') return null;
  if (text.length > 1_000) return 'it has more than 1000 characters';
  // A line end would send a command that stands in no recipe.
  if (/\p{Cc}/u.test(text)) return 'it has a control character, such as a line end';
  if (rules.kind === 'number') return numberComplaint(rules, text);
  const { pattern = null, hint = null } = rules;
  if (pattern === null || new RegExp(`^(?:${pattern})$`).test(text)) return null;
  return hint === null ? `it does not fit ${pattern}` : `it does not fit: ${hint}`;
}

function numberComplaint({ min = null, max = null }: EntryRules, text: string): string | null {
  if (!/^-?\d{1,15}$/.test(text)) return 'it is not a whole number';
  const value = Number(text);
  if (min !== null && value < min) return `it is less than ${min}`;
  return max !== null && value > max ? `it is more than ${max}` : null;
}

/** What a field holds before somebody types; empty for files and secrets. */
export const defaultText = (variable: RecipeVariable): string =>
  (variable.kind === 'text' || variable.kind === 'number') && variable.default !== undefined
    ? String(variable.default)
    : '';
