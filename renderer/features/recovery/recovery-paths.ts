import { paths } from '../../lib/routes.ts';

/** What an address below `/recovery` shows. */
export type RecoveryPlace =
  | { show: 'list' }
  | { show: 'recipe'; recipeId: string }
  | { show: 'run'; runId: string };

export const recipePath = (recipeId: string): string =>
  `${paths.recovery}/${recipeId.split('/').map(encodeURIComponent).join('/')}`;

export const runPath = (runId: string): string => `${paths.recovery}/run/${runId}`;

/** `kind` is `run`, or where the recipe comes from; `name` the rest of the id. */
export function recoveryPlace(kind: string | undefined, name: string | undefined): RecoveryPlace {
  if (kind === undefined || name === undefined) return { show: 'list' };
  return kind === 'run'
    ? { show: 'run', runId: name }
    : { show: 'recipe', recipeId: `${kind}/${decoded(name)}` };
}

/** The router decodes most of an address, but not all of it; a name with `%` in it is decoded already. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
