import { Anchor, Paper, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { RecipeEntry } from '#shared/bridge/recipes.ts';
import { Mark, markColor } from '../../../components/mark.tsx';
import classes from '../recovery.module.css';
import { recipePath } from '../recovery-paths.ts';
import { canRun, originWords } from './recipe-list-view.ts';

/** One recipe: what it is called, for which boards, what it does. A file that cannot be used says why. */
export function RecipeCard({ recipe }: { recipe: RecipeEntry }) {
  if (!canRun(recipe)) return <BrokenRecipe recipe={recipe} />;
  return (
    <Paper p="md" className={classes.recipe}>
      <div className={classes.recipeHead}>
        {/* The link covers the whole card, so that the target is as large as it looks. */}
        <Anchor component={Link} href={recipePath(recipe.id)} className={classes.recipeLink}>
          {recipe.title}
        </Anchor>
        <Text size="sm" c="dimmed" className={classes.origin}>
          {originWords[recipe.origin]}
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        {recipe.boards.join(' · ')}
      </Text>
      <Text size="sm" lineClamp={2} mt={6}>
        {recipe.description}
      </Text>
    </Paper>
  );
}

function BrokenRecipe({ recipe }: { recipe: RecipeEntry }) {
  return (
    <Paper p="md" style={{ borderLeft: `4px solid ${markColor('warning')}` }}>
      <div className={classes.recipeHead}>
        <span className={classes.broken}>
          <Mark kind="warning" />
          <Text fw={600} component="span">
            {recipe.fileName} cannot be run
          </Text>
        </span>
        <Text size="sm" c="dimmed" className={classes.origin}>
          {originWords[recipe.origin]}
        </Text>
      </div>
      <Text size="sm" c="dimmed">
        Mend the file, then read the list again.
      </Text>
      <ul className={classes.complaints}>
        {recipe.complaints.map(({ line, column, message }) => (
          <li key={`${line}:${column}:${message}`}>
            <span className="gw-mono">
              line {line}, column {column}
            </span>{' '}
            {message}
          </li>
        ))}
      </ul>
    </Paper>
  );
}
