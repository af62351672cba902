import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFolder, IconLifebuoy, IconRefresh, IconSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecipeEntry } from '#shared/bridge/recipes.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { CallView } from '../../../components/call-view.tsx';
import { Empty } from '../../../components/empty.tsx';
import { tellFailure } from '../../../components/notify.tsx';
import { RowsSkeleton } from '../../../components/skeletons.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { count } from '../../../lib/format/words.ts';
import { useReadAgain } from '../use-read-again.ts';
import { RecipeCard } from './recipe-card.tsx';
import { foundRecipes } from './recipe-list-view.ts';
import { RunRows } from './run-rows.tsx';

/** What can be run, found as one types; above it the runs that are under way or not dismissed. */
export function RecipeList() {
  useReadAgain('recipes.list');
  const query = useCall('recipes.list', null);
  const lost = useLink().state === 'lost';
  return (
    <Stack gap="md" maw={980} data-stale={lost || undefined}>
      <RunRows />
      <CallView
        query={query}
        failed="The recipes could not be read"
        loading={<RowsSkeleton rows={4} height={112} />}
      >
        {(recipes) => <Recipes recipes={recipes} query={query} />}
      </CallView>
    </Stack>
  );
}

interface RecipesProps {
  recipes: readonly RecipeEntry[];
  query: UseQueryResult<RecipeEntry[], Failure>;
}

function Recipes({ recipes, query }: RecipesProps) {
  const [search, setSearch] = useState('');
  const found = foundRecipes(recipes, search);
  if (recipes.length === 0) {
    return (
      <Empty icon={IconLifebuoy} title="No recipes" actions={<RecipeTools query={query} />}>
        <Text>
          A recipe brings a board back over its serial port: it waits for what the board says and answers,
          step by step. Put a recipe file (YAML) into your recipe folder, then read the list again.
        </Text>
      </Empty>
    );
  }
  return (
    <>
      <Group gap="sm">
        <TextInput
          w={300}
          aria-label="Search the recipes"
          placeholder="Search by board or by what is broken"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={({ key }) => {
            if (key === 'Escape') setSearch('');
          }}
        />
        <Text size="sm" c="dimmed" className="gw-tabular" role="status" flex={1}>
          {search === '' ? count(recipes.length, 'recipe') : `${found.length} of ${recipes.length}`}
        </Text>
        <RecipeTools query={query} />
      </Group>
      {found.length === 0 ? (
        <Empty compact icon={IconSearch} title="No recipe has these words">
          <Button variant="default" onClick={() => setSearch('')}>
            Show all recipes
          </Button>
        </Empty>
      ) : (
        <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {found.map((recipe) => (
            <li key={recipe.id}>
              <RecipeCard recipe={recipe} />
            </li>
          ))}
        </Stack>
      )}
    </>
  );
}

function RecipeTools({ query }: Pick<RecipesProps, 'query'>) {
  const surface = useCall('app.info', null).data?.surface;
  const reveal = useAct('recipes.revealFolder');
  return (
    <>
      {surface === 'desktop' ? (
        <Button
          variant="default"
          leftSection={<IconFolder size={17} aria-hidden />}
          onClick={() => void reveal.run(null).then(tellFailure('The folder was not opened'))}
        >
          Open my recipe folder
        </Button>
      ) : null}
      <Button
        variant="default"
        loading={query.isFetching}
        leftSection={<IconRefresh size={17} aria-hidden />}
        onClick={() => void query.refetch()}
      >
        Read again
      </Button>
    </>
  );
}
