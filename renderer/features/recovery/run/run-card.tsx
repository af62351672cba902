import { Progress, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { Card } from '../../../components/card.tsx';
import { FailureView } from '../../../components/failure-view.tsx';
import { markColor } from '../../../components/mark.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { hostLost } from '../../../lib/domain/gateway-view.ts';
import { formatSeconds } from '../../../lib/format/duration.ts';
import { useNow } from '../../../lib/use-now.ts';
import classes from '../recovery.module.css';
import { RunAsk } from './run-ask.tsx';
import { nowWords, runMark, toldWords, transferFigures, transferPercent } from './run-view.ts';

/** What happens now, what the recipe says and asks, and Stop. */
export function RunCard({ run }: { run: RecipeRunState }) {
  const stop = useAct('recipes.stop');
  const lost = useLink().state === 'lost';
  const now = useNow(1_000);
  const told = toldWords(run);
  return (
    <Card
      title={`${run.title}, on ${run.port}`}
      hint={`${run.stepByStep ? 'step by step, ' : ''}running for ${formatSeconds((now - run.startedAt) / 1_000)}`}
      edge={markColor(runMark(run))}
      aside={
        <ReasonButton
          color="red"
          reason={lost ? hostLost : null}
          loading={stop.running}
          leftSection={<IconPlayerStop size={17} aria-hidden />}
          onClick={() => void stop.run({ runId: run.id })}
        >
          Stop
        </ReasonButton>
      }
    >
      <Text fw={600} aria-live="polite">
        {nowWords(run)}
      </Text>
      {told === null ? null : (
        <Text role="status" className={classes.said} data-earlier={told.earlier || undefined}>
          {told.text}
        </Text>
      )}
      {run.asks === null ? null : <RunAsk run={run} asks={run.asks} reason={lost ? hostLost : null} />}
      {run.transfer === null ? null : <Transfer transfer={run.transfer} />}
      {stop.failure ? (
        <FailureView title="It was not stopped" failure={stop.failure} onClose={stop.clear} />
      ) : null}
    </Card>
  );
}

function Transfer({ transfer }: { transfer: NonNullable<RecipeRunState['transfer']> }) {
  const percent = transferPercent(transfer);
  return (
    <div>
      {percent === null ? null : (
        <Progress
          value={percent}
          size={12}
          radius="xl"
          aria-label="File transfer"
          transitionDuration={150}
          mb={6}
        />
      )}
      <div className={classes.figures}>
        {percent === null ? null : <strong>{Math.floor(percent)} %</strong>}
        {transferFigures(transfer).map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
      </div>
    </div>
  );
}
