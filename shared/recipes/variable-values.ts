import type { RecipeVariable } from './recipe.ts';

/** What is wrong with what a person entered for a variable; null: nothing. `entered` undefined: left empty. Files are not looked at. */
export function enteredComplaint(variable: RecipeVariable, entered: string | undefined): string | null {
  const text = entered ?? '';
  if (text === '') return isOptional(variable) ? null : 'it is empty';
  if (variable.kind === 'file') return null;
  if (text.length > 1_000) return 'it has more than 1000 characters';
  // A line end would send a command that stands in no recipe.
  if (/\p{Cc}/u.test(text)) return 'it has a control character, such as a line end';
  if (variable.kind === 'number') return numberComplaint(variable, text);
  if (variable.kind !== 'text' || variable.pattern === undefined) return null;
  return new RegExp(`^(?:${variable.pattern})$`).test(text)
    ? null
    : `it does not fit ${variable.hint ?? variable.pattern}`;
}

function numberComplaint(
  { min, max }: { min?: number | undefined; max?: number | undefined },
  text: string,
): string | null {
  if (!/^-?\d{1,15}$/.test(text)) return 'it is not a whole number';
  const value = Number(text);
  if (min !== undefined && value < min) return `it is less than ${min}`;
  return max !== undefined && value > max ? `it is more than ${max}` : null;
}

const isOptional = (variable: RecipeVariable): boolean =>
  (variable.kind === 'text' || variable.kind === 'secret') && variable.optional;

/** What a field holds before somebody types; empty for files and secrets. */
export const defaultText = (variable: RecipeVariable): string =>
  (variable.kind === 'text' || variable.kind === 'number') && variable.default !== undefined
    ? String(variable.default)
    : '';
