import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { resultSentence, resultTitle } from './run-view.ts';

export interface RunNotice {
  /** The same for what is told once. */
  key: string;
  title: string;
  text: string;
  /** Of the way to the run. */
  link: string;
}

/** What a run has to tell somebody who looks elsewhere: its end, or its question. Step by step, whoever wants that stays there. */
export function noticeOf(run: RecipeRunState): RunNotice | null {
  const { id, state, asks, current, steps, title } = run;
  if (state === 'ended') {
    return { key: id, title: resultTitle(run), text: resultSentence(run), link: 'Show the run' };
  }
  if (asks?.ask !== 'confirm' || current === null) return null;
  return {
    key: `${id} ${current} ${steps[current]?.rounds ?? 0}`,
    title: `${title} waits for you`,
    text: asks.question,
    link: 'Answer it',
  };
}
