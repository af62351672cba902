import { expect, test } from 'vitest';
import { canRun, foundRecipes } from '../../../../../../renderer/features/recovery/list/recipe-list-view.ts';
import { recipes } from '../../../../../e2e/screens/recovery-fixtures.ts';

const found = (search: string) => foundRecipes(recipes, search).map(({ fileName }) => fileName);

test('the search takes every word, in title, boards, description and file name', () => {
  expect(found('')).toHaveLength(recipes.length);
  expect(found('powerpc  U-BOOT')).toEqual(['u-boot-loady.yaml']);
  expect(found('kernel logs out')).toEqual(['linux-login-check.yaml']);
  expect(found('press-line')).toEqual(['press-line.yaml']);
  expect(found('powerpc windows')).toEqual([]);
});

test('a file with complaints cannot be run', () => {
  expect(recipes.filter(canRun).map(({ origin }) => origin)).toEqual(['shipped', 'shipped']);
});
