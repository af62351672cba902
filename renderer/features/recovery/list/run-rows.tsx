import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Card } from '../../../components/card.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { toFailure } from '../../../lib/bridge/local-failure.ts';
import { useCall } from '../../../lib/bridge/use-call.ts';
import classes from '../recovery.module.css';
import { runPath } from '../recovery-paths.ts';
import { runMark, runWord } from '../run/run-view.ts';

/** Runs that are under way, and results that nobody dismissed; nothing while there are none. */
export function RunRows() {
  const query = useCall('recipes.runs', null);
  if (query.error && query.data === undefined) {
    return (
      <FailureView
        title="The runs could not be read"
        failure={toFailure(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (query.data === undefined || query.data.length === 0) return null;
  return (
    <Card title="Runs">
      <ul className={classes.runs}>
        {query.data.map((run) => (
          <li key={run.id} className={classes.runRow}>
            <Mark kind={runMark(run)} />
            <Anchor component={Link} href={runPath(run.id)}>
              {run.title}
            </Anchor>
            <span className={`gw-mono ${classes.runPort}`} title={run.port}>
              {run.port}
            </span>
            <Text size="sm" component="span">
              {runWord(run)}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              <TimeText at={run.endedAt ?? run.startedAt} />
            </Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}
