import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { RecipeRunState } from '#shared/bridge/recipes.ts';
import { FailureView } from '../../../components/failure-view.tsx';
import { Mark } from '../../../components/mark.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';
import classes from '../recovery.module.css';

interface RunAskProps {
  run: RecipeRunState;
  asks: NonNullable<RecipeRunState['asks']>;
  /** Why nothing can be answered now. */
  reason: string | null;
}

/** What a person is asked, and the buttons that answer. */
export function RunAsk({ run, asks, reason }: RunAskProps) {
  const answer = useAct('recipes.answer');
  const next = useAct('recipes.next');
  // Until the run moves on, a second press would answer nothing.
  const [answered, setAnswered] = useState<RecipeRunState | null>(null);
  const busy = answer.running || next.running || answered === run;
  const failure = answer.failure ?? next.failure;
  const goOn = async () => {
    if ((await next.run({ runId: run.id })).ok) setAnswered(run);
  };
  const reply = async (yes: boolean) => {
    if ((await answer.run({ runId: run.id, yes })).ok) setAnswered(run);
  };
  return (
    <div className={classes.ask} role="status">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Mark kind="warning" size={20} />
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {asks.ask === 'next' ? 'This step waits for you.' : asks.question}
        </Text>
      </Group>
      <Group gap="sm" wrap="nowrap">
        {asks.ask === 'next' ? (
          <ReasonButton reason={reason} loading={busy} onClick={() => void goOn()}>
            Next
          </ReasonButton>
        ) : (
          <>
            <ReasonButton variant="default" reason={reason} disabled={busy} onClick={() => void reply(false)}>
              {asks.no}
            </ReasonButton>
            <ReasonButton reason={reason} loading={busy} onClick={() => void reply(true)}>
              {asks.yes}
            </ReasonButton>
          </>
        )}
      </Group>
      {failure ? <FailureView title="The answer was not taken" failure={failure} /> : null}
    </div>
  );
}
