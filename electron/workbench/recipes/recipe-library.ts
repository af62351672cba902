import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import type { Complaint } from '#shared/recipes/complaint.ts';
import { parseRecipe } from '#shared/recipes/parse-recipe.ts';
import { type Recipe, recipeLimits } from '#shared/recipes/recipe.ts';

export interface LibraryEntry {
  /** `shipped/u-boot-loady.yaml`. */
  id: string;
  origin: 'shipped' | 'own';
  fileName: string;
  /** Null: the file cannot be used, see `complaints`. */
  recipe: Recipe | null;
  complaints: readonly Complaint[];
}

/** Recipes as they are on disk now: those that come with the product, and the user's own. */
export interface RecipeLibrary {
  /** By title; files that cannot be used are among them and hide nothing. Never fails. */
  list(): Promise<LibraryEntry[]>;
  find(id: string): Promise<LibraryEntry | null>;
}

/** A folder with more is not one of recipes. */
const maxFiles = 500;

export function createRecipeLibrary(folders: { shipped: string; own: string }): RecipeLibrary {
  async function list(): Promise<LibraryEntry[]> {
    const entries = await Promise.all([
      readFolder(folders.shipped, 'shipped'),
      readFolder(folders.own, 'own'),
    ]);
    return entries.flat().sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }
  return { list, find: async (id) => (await list()).find((entry) => entry.id === id) ?? null };
}

const nameOf = ({ recipe, fileName }: LibraryEntry): string => recipe?.title ?? fileName;

async function readFolder(folder: string, origin: LibraryEntry['origin']): Promise<LibraryEntry[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const recipes = names.filter((name) => /\.ya?ml$/i.test(name)).sort();
  const read = async (fileName: string) => ({
    ...{ id: `${origin}/${fileName}`, origin, fileName },
    ...(await readRecipe(join(folder, fileName))),
  });
  return Promise.all(recipes.slice(0, maxFiles).map(read));
}

type Read = Pick<LibraryEntry, 'recipe' | 'complaints'>;

/** Reads and checks one file. Never fails: what is wrong is among the complaints. */
export async function readRecipe(path: string): Promise<Read> {
  const unusable = (message: string): Read => ({
    recipe: null,
    complaints: [{ line: 1, column: 1, message }],
  });
  try {
    // Opening a pipe would wait for somebody who writes into it.
    if (!(await stat(path)).isFile()) return unusable('It is not a file.');
    await using file = await open(path);
    // One byte more than is allowed tells that there is more, whatever lies behind the name.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(recipeLimits.fileBytes + 1), 0);
    const parsed = parseRecipe(buffer.subarray(0, bytesRead).toString('utf8'));
    return parsed.ok
      ? { recipe: parsed.recipe, complaints: [] }
      : { recipe: null, complaints: parsed.complaints };
  } catch (error) {
    return unusable(`The file cannot be read: ${fileReason(error)}.`);
  }
}
