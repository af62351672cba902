import { Stack } from '@mantine/core';
import type { Job } from '#shared/bridge/maintenance.ts';
import { Fold } from '../../components/fold.tsx';
import { count } from '../../lib/format/words.ts';
import { ResultCard } from './result-card.tsx';

/** Results stay until somebody dismisses them; only the newest one takes room. */
export function Results({ jobs }: { jobs: readonly Job[] }) {
  const [newest, ...earlier] = jobs;
  if (!newest) return null;
  return (
    <Stack gap="xs">
      <ResultCard key={newest.id} job={newest} />
      {earlier.length > 0 ? (
        <Fold label={count(earlier.length, 'earlier result')}>
          <Stack gap="md">
            {earlier.map((job) => (
              <ResultCard key={job.id} job={job} />
            ))}
          </Stack>
        </Fold>
      ) : null}
    </Stack>
  );
}
