import { Anchor, Stack, Text } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { Link } from 'wouter';
import { CallView } from '../../../components/call-view.tsx';
import { Empty } from '../../../components/empty.tsx';
import { CardSkeleton } from '../../../components/skeletons.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { paths } from '../../../lib/routes.ts';
import { BackLink } from '../back-link.tsx';
import classes from '../recovery.module.css';
import { recipePath } from '../recovery-paths.ts';
import { RunCard } from './run-card.tsx';
import { RunResult } from './run-result.tsx';
import { RunSteps } from './run-steps.tsx';
import { RunTranscript } from './run-transcript.tsx';

/** A run while it goes on, and its result until that is dismissed. */
export function RunPage({ runId }: { runId: string }) {
  const query = useCall('recipes.runs', null);
  const lost = useLink().state === 'lost';
  return (
    <CallView query={query} failed="The run could not be read" loading={<CardSkeleton />}>
      {(runs) => {
        const run = runs.find(({ id }) => id === runId);
        if (run === undefined) return <NoRun />;
        return (
          <Stack gap="md" data-stale={lost || undefined}>
            <BackLink to={run.state === 'ended' ? recipePath(run.recipeId) : paths.recovery}>
              {run.state === 'ended' ? 'Back to the recipe' : 'All recipes'}
            </BackLink>
            <div className={classes.runHead}>
              {run.state === 'ended' ? <RunResult run={run} /> : <RunCard run={run} />}
            </div>
            <div className={classes.runBody}>
              <RunSteps run={run} />
              <RunTranscript run={run} />
            </div>
          </Stack>
        );
      }}
    </CallView>
  );
}

const NoRun = () => (
  <Empty
    icon={IconLifebuoy}
    title="This run is no longer known"
    actions={
      <Anchor component={Link} href={paths.recovery}>
        All recipes
      </Anchor>
    }
  >
    <Text>
      Its result was dismissed, or the workbench was started again since. Its transcript is still in the log
      folder of the workbench.
    </Text>
  </Empty>
);
