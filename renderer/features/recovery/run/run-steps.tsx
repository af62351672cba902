import { Paper, Title, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { Mark } from '../../../components/mark.tsx';
import classes from '../recovery.module.css';
import { stepMark } from './run-view.ts';

/** The steps with their marks; the current one is kept in sight. */
export function RunSteps({ run }: { run: RecipeRunState }) {
  const listRef = useRef<HTMLOListElement>(null);
  const ended = run.steps.findIndex(({ state }) => state === 'failed' || state === 'stopped');
  const inSight = run.current ?? (ended < 0 ? null : ended);
  useEffect(() => {
    const list = listRef.current;
    const step = inSight === null ? null : list?.children[inSight];
    if (!list || !(step instanceof HTMLElement)) return;
    // Only the list moves, not the page.
    list.scrollTop = step.offsetTop - list.offsetTop - list.clientHeight / 2 + step.clientHeight / 2;
  }, [inSight]);
  return (
    <Paper component="section" aria-label="Steps" p="md" className={classes.steps}>
      <Title order={2}>Steps</Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <ol ref={listRef} className={classes.stepList} tabIndex={0} aria-label="Steps of the recipe">
        {run.steps.map((step, index) => {
          const { mark, word } = stepMark(run, index);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their place
              key={index}
              className={classes.step}
              data-mark={mark}
              aria-current={run.current === index ? 'step' : undefined}
            >
              <Mark kind={mark} size={17} />
              <span className={classes.stepWords}>
                <span>
                  {index + 1}. {step.title}
                  <VisuallyHidden>, {word}</VisuallyHidden>
                  {step.rounds > 1 ? <span className={classes.stepNote}> round {step.rounds}</span> : null}
                </span>
                {step.note === '' ? null : <span className={classes.stepNote}>{step.note}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </Paper>
  );
}
