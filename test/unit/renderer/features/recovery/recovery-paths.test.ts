import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  recipePath,
  recoveryPlace,
  runPath,
} from '../../../../../renderer/features/recovery/recovery-paths.ts';

const placeOf = (path: string) => {
  const [, , kind, name] = path.split('/');
  return recoveryPlace(kind, name);
};

test('the address of a recipe leads to it, whatever its file is called and whether the router decoded it', () => {
  const fileName = fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.includes('/'));
  fc.assert(
    fc.property(fileName, fc.constantFrom('shipped', 'own'), (name, origin) => {
      const recipeId = `${origin}/${name}.yaml`;
      expect(placeOf(recipePath(recipeId))).toEqual({ show: 'recipe', recipeId });
    }),
  );
  for (const recipeId of ['own/%41.yaml', 'own/what?.yaml', 'own/#1.yaml'])
    expect(placeOf(recipePath(recipeId))).toEqual({ show: 'recipe', recipeId });
  expect(recipePath('own/what? #1.yaml')).not.toMatch(/[?# ]/);
  expect(recoveryPlace('own', 'at 100%.yaml')).toEqual({ show: 'recipe', recipeId: 'own/at 100%.yaml' });
});

test('the address of a run leads to it, everything else to the list', () => {
  expect(placeOf(runPath('0a1b'))).toEqual({ show: 'run', runId: '0a1b' });
  expect(placeOf('/recovery')).toEqual({ show: 'list' });
  expect(placeOf('/recovery/shipped')).toEqual({ show: 'list' });
});
