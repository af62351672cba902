/** `npm run recipes`: checks recipe files, those that come with the product unless others are named. */
import { readdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { complaintLine } from '#shared/recipes/complaint.ts';
import { readRecipe } from '../electron/workbench/recipes/recipe-library.ts';

const shippedFolder = resolve(import.meta.dirname, '../resources/recipes');

async function shippedFiles(): Promise<string[]> {
  const names = await readdir(shippedFolder);
  return names.filter((name) => /\.ya?ml$/i.test(name)).map((name) => join(shippedFolder, name));
}

const named = process.argv.slice(2);
const files = named.length > 0 ? named : await shippedFiles();
for (const file of files) {
  const shown = relative(process.cwd(), resolve(file));
  const { recipe, complaints } = await readRecipe(file);
  if (recipe !== null) console.log(`${shown}  ${recipe.title}: ${recipe.steps.length} steps, can be run`);
  for (const complaint of complaints) console.error(`${shown}:${complaintLine(complaint)}`);
  if (recipe === null) process.exitCode = 1;
}
