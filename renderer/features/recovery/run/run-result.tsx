import { Button, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { Card } from '../../../components/card.tsx';
import { FailureDetails, FailureView } from '../../../components/failure-view.tsx';
import { Mark, markColor } from '../../../components/mark.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { callKey } from '../../../lib/bridge/live-updates.ts';
import { useAct } from '../../../lib/bridge/use-act.ts';
import { hostLost } from '../../../lib/domain/gateway-view.ts';
import { formatDuration } from '../../../lib/format/duration.ts';
import { paths } from '../../../lib/routes.ts';
import { recipePath } from '../recovery-paths.ts';
import { lastWords, resultSentence, resultTitle, runDetails, runMark } from './run-view.ts';

/** How a run ended; stays until dismissed. */
export function RunResult({ run }: { run: RecipeRunState }) {
  const dismiss = useAct('recipes.dismiss');
  const client = useQueryClient();
  const lost = useLink().state === 'lost';
  const [, go] = useLocation();
  const mark = runMark(run);
  const endDismissed = async () => {
    const result = await dismiss.run({ runId: run.id });
    if (!result.ok) return;
    go(paths.recovery);
    await client.invalidateQueries({ queryKey: callKey('recipes.runs') });
  };
  return (
    <Card
      title={resultTitle(run)}
      hint={<ResultFacts run={run} />}
      edge={markColor(mark)}
      aside={<Mark kind={mark} size={22} />}
    >
      <div role={run.outcome === 'completed' ? 'status' : 'alert'}>
        <Text>{resultSentence(run)}</Text>
      </div>
      {lastWords(run).map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a recipe may say the same twice
        <Text key={index}>{text}</Text>
      ))}
      {run.failure ? <FailureDetails failure={run.failure} /> : null}
      {dismiss.failure ? <FailureView title="It was not dismissed" failure={dismiss.failure} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => go(recipePath(run.recipeId))}>
          Run it again…
        </Button>
        <CopyButton value={runDetails(run)} timeout={1_500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={17} aria-hidden /> : <IconCopy size={17} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy details'}
            </Button>
          )}
        </CopyButton>
        <ReasonButton
          variant="default"
          reason={lost ? hostLost : null}
          loading={dismiss.running}
          onClick={() => void endDismissed()}
        >
          Dismiss
        </ReasonButton>
      </Group>
    </Card>
  );
}

function ResultFacts({ run }: { run: RecipeRunState }) {
  if (run.endedAt === null) return null;
  return (
    <>
      on {run.port}, ended <TimeText at={run.endedAt} />, took {formatDuration(run.endedAt - run.startedAt)}
    </>
  );
}
