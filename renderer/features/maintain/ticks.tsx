import { VisuallyHidden } from '@mantine/core';
import type { Job } from '#shared/bridge/maintenance.ts';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { jobTicks, type Tick } from '../../lib/domain/job-view.ts';
import classes from './progress-card.module.css';

const marks: Record<Tick['state'], { mark: MarkKind; word: string }> = {
  done: { mark: 'good', word: 'done' },
  current: { mark: 'busy', word: 'now' },
  pending: { mark: 'pending', word: 'to come' },
  stopped: { mark: 'bad', word: 'stopped here' },
};

/** The phases of a job as a row of ticks. */
export function Ticks({ job }: { job: Job }) {
  return (
    <ol className={classes.ticks} aria-label="Steps">
      {jobTicks(job).map((tick) => (
        <li key={tick.phase} className={classes.tick} data-state={tick.state}>
          <Mark kind={marks[tick.state].mark} size={17} />
          {tick.label}
          <VisuallyHidden>, {marks[tick.state].word}</VisuallyHidden>
        </li>
      ))}
    </ol>
  );
}
