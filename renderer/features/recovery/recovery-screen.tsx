import { RecipeList } from './list/recipe-list.tsx';
import { recoveryPlace } from './recovery-paths.ts';
import { RunPage } from './run/run-page.tsx';
import { RecipePage } from './start/recipe-page.tsx';

/** Recovery recipes: the list, one of them with its start form, or a run. */
export default function RecoveryScreen(address: { kind?: string | undefined; name?: string | undefined }) {
  const place = recoveryPlace(address.kind, address.name);
  switch (place.show) {
    case 'list':
      return <RecipeList />;
    case 'recipe':
      return <RecipePage key={place.recipeId} recipeId={place.recipeId} />;
    case 'run':
      return <RunPage key={place.runId} runId={place.runId} />;
  }
}
