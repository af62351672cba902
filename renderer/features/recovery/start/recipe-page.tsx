import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { RecipeDetails } from '#shared/bridge/recipes.ts';
import { CallView } from '../../../components/call-view.tsx';
import { Card } from '../../../components/card.tsx';
import { Fold } from '../../../components/fold.tsx';
import { Notice } from '../../../components/notice.tsx';
import { CardSkeleton } from '../../../components/skeletons.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { paths } from '../../../lib/routes.ts';
import { BackLink } from '../back-link.tsx';
import { originWords } from '../list/recipe-list-view.ts';
import classes from '../recovery.module.css';
import { useReadAgain } from '../use-read-again.ts';
import { StartCard } from './start-card.tsx';

/** One recipe: what it does, what it costs, its steps, and the form that starts it. */
export function RecipePage({ recipeId }: { recipeId: string }) {
  useReadAgain('recipes.read');
  const query = useCall('recipes.read', { id: recipeId });
  const lost = useLink().state === 'lost';
  return (
    <Stack gap="md" data-stale={lost || undefined}>
      <BackLink to={paths.recovery}>All recipes</BackLink>
      <CallView
        query={query}
        failed="The recipe could not be read"
        loading={
          <SimpleGrid cols={2}>
            <CardSkeleton facts={2} />
            <CardSkeleton facts={2} />
          </SimpleGrid>
        }
      >
        {(recipe) => (
          <div className={classes.recipePage}>
            <Stack gap="md">
              <About recipe={recipe} />
              {recipe.warnings.length > 0 ? (
                <Notice mark="warning" title="What is interrupted and lost">
                  <ul className={classes.words}>
                    {recipe.warnings.map((warning) => (
                      <li key={warning}>{warning}</li>
                    ))}
                  </ul>
                </Notice>
              ) : null}
              <Card title={`Steps (${recipe.steps.length})`}>
                <Fold label="What it does, step by step">
                  <Steps steps={recipe.steps} />
                </Fold>
              </Card>
            </Stack>
            <StartCard recipe={recipe} />
          </div>
        )}
      </CallView>
    </Stack>
  );
}

function About({ recipe }: { recipe: RecipeDetails }) {
  return (
    <Card title={recipe.title} hint={`${recipe.fileName}, ${originWords[recipe.origin]}`}>
      <Text>{recipe.description}</Text>
      <div>
        <Text size="sm" fw={600}>
          For
        </Text>
        <ul className={classes.words}>
          {recipe.boards.map((board) => (
            <li key={board}>{board}</li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

const Steps = ({ steps }: { steps: readonly string[] }) => (
  <ol className={classes.words}>
    {steps.map((title, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their place, titles are not
      <li key={index}>{title}</li>
    ))}
  </ol>
);
