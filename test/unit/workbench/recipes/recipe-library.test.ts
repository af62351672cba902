import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRecipeLibrary } from '../../../../electron/workbench/recipes/recipe-library.ts';
import { recipeText } from '../../../fakes/recipe-yaml.ts';
import { temporaryFolder } from '../../../fakes/temporary-folder.ts';

async function library() {
  const folder = await temporaryFolder();
  const [shipped, own] = [join(folder, 'shipped'), join(folder, 'own')];
  await mkdir(shipped);
  return { shipped, own, recipes: createRecipeLibrary({ shipped, own }) };
}
const good = recipeText(['{do: say, text: a}']);

describe('the library', () => {
  test('has the shipped recipes, also when the user has no folder', async () => {
    const { shipped, recipes } = await library();
    await writeFile(join(shipped, 'a.yaml'), good);
    expect(await recipes.list()).toMatchObject([{ id: 'shipped/a.yaml', origin: 'shipped', complaints: [] }]);
  });

  test('lists a bad file with its complaint, and it hides none of the others', async () => {
    const { own, recipes } = await library();
    await mkdir(own);
    await writeFile(join(own, 'good.yml'), good);
    await writeFile(join(own, 'broken.yaml'), 'format: [');
    await writeFile(join(own, 'large.yaml'), `# ${'x'.repeat(100_000)}`);
    await writeFile(join(own, 'notes.txt'), 'no recipe');
    await mkdir(join(own, 'folder.yaml'));
    const listed = await recipes.list();
    expect(
      listed.map(({ id, recipe, complaints }) => [id, recipe?.title ?? null, complaints[0]?.message ?? null]),
    ).toEqual([
      ['own/broken.yaml', null, expect.stringContaining('Flow sequence')],
      ['own/folder.yaml', null, 'It is not a file.'],
      ['own/large.yaml', null, 'A recipe has at most 65536 bytes.'],
      ['own/good.yml', 'Test', null],
    ]);
  });

  test('finds what is listed and nothing beside its folders', async () => {
    const { shipped, recipes } = await library();
    await writeFile(join(shipped, 'a.yaml'), good);
    await writeFile(join(shipped, '..', 'b.yaml'), good);
    expect(await recipes.find('shipped/a.yaml')).not.toBeNull();
    expect(await recipes.find('shipped/../b.yaml')).toBeNull();
  });
});

describe('the recipes that come with the product', () => {
  const folder = join(process.cwd(), 'resources/recipes');
  const names = readdirSync(folder);

  test.each(names)('%s can be run', async (name) => {
    const entry = await createRecipeLibrary({ shipped: folder, own: '' }).find(`shipped/${name}`);
    expect(entry?.complaints).toEqual([]);
  });
});
