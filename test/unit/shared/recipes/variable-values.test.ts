import { describe, expect, test } from 'vitest';
import type { RecipeVariable } from '#shared/recipes/recipe.ts';
import { defaultText, enteredComplaint } from '#shared/recipes/variable-values.ts';

const text: RecipeVariable = { name: 'a', label: 'A', kind: 'text', optional: false, pattern: '[a-f]+|x' };
const number: RecipeVariable = { name: 'a', label: 'A', kind: 'number', min: 1, max: 10, default: 3 };

describe('what a person enters', () => {
  test.each([
    [text, 'abc', null],
    [text, 'x', null],
    [text, 'xabc', 'it does not fit [a-f]+|x'],
    [{ ...text, hint: 'a letter from a to f' }, 'g', 'it does not fit: a letter from a to f'],
    [text, '', 'it is empty'],
    [text, undefined, 'it is empty'],
    [{ ...text, optional: true }, '', null],
    [{ ...text, pattern: undefined }, 'a\rreset', 'it has a control character, such as a line end'],
    [{ ...text, pattern: undefined }, 'x'.repeat(1_001), 'it has more than 1000 characters'],
    [number, '10', null],
    [number, '0', 'it is less than 1'],
    [number, '11', 'it is more than 10'],
    [number, '1e1', 'it is not a whole number'],
    [
      { name: 's', label: 'S', kind: 'secret', optional: false },
      'a\n',
      'it has a control character, such as a line end',
    ],
  ] satisfies [RecipeVariable, string | undefined, string | null][])(
    '%o: %o',
    (variable, entered, complaint) => {
      expect(enteredComplaint(variable, entered)).toBe(complaint);
    },
  );

  test('begins with the default; a secret and a file have none', () => {
    expect(defaultText(number)).toBe('3');
    expect(defaultText({ name: 's', label: 'S', kind: 'secret', optional: false })).toBe('');
  });
});
