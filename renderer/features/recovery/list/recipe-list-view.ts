import type { RecipeEntry } from '#shared/bridge/recipes.ts';

/** Every word of the search in the title, the boards, what it does or the name of the file. */
export function foundRecipes(recipes: readonly RecipeEntry[], search: string): RecipeEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return recipes.filter((recipe) => {
    const text = [recipe.title, recipe.description, recipe.fileName, ...recipe.boards]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export const canRun = ({ complaints }: Pick<RecipeEntry, 'complaints'>): boolean => complaints.length === 0;

export const originWords: Readonly<Record<RecipeEntry['origin'], string>> = {
  shipped: 'comes with Gatewright',
  own: 'your own',
};
