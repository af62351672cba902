import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { RecipeDetails } from '#shared/bridge/recipes.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { Card } from '../../../components/card.tsx';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { useLink } from '../../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../../lib/bridge/use-call.ts';
import { hostLost } from '../../../lib/domain/gateway-view.ts';
import { runPath } from '../recovery-paths.ts';
import { ConfirmStartDialog } from './confirm-start-dialog.tsx';
import { StartFields } from './start-fields.tsx';
import {
  isRight,
  noProblems,
  type Problems,
  portOf,
  problemsOf,
  refusedField,
  runOn,
  startInput,
} from './start-form.ts';
import { useFocusWrong } from './use-focus-wrong.ts';
import { useRecipeDraft } from './use-recipe-draft.ts';

/** What the recipe needs to know, checked before the one question. */
export function StartCard({ recipe }: { recipe: RecipeDetails }) {
  const draft = useRecipeDraft(recipe.id);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string | undefined>>>({});
  const [problems, setProblems] = useState(noProblems);
  const [tried, setTried] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const { formRef, focusWrong } = useFocusWrong();
  const [, go] = useLocation();
  const ports = useCall('serial.ports', null).data ?? [];
  const running = runOn(useCall('recipes.runs', null).data ?? [], portOf(draft, ports));
  const lost = useLink().state === 'lost';
  const port = portOf(draft, ports);
  const entered = { draft, secrets };
  // After the first try a field that is mended stops complaining at once.
  const shown: Problems = tried ? problemsOf(recipe, entered, port) : problems;

  const submit = () => {
    const found = problemsOf(recipe, entered, port);
    setProblems(noProblems);
    setTried(!isRight(found));
    setConfirming(isRight(found));
    if (!isRight(found)) focusWrong();
  };
  const refused = (failure: Failure): boolean => {
    const at = refusedField(recipe, failure);
    if (at === null) return false;
    setProblems(at);
    setConfirming(false);
    focusWrong();
    return true;
  };

  return (
    <Card title="Start" hint={`The port is opened at ${recipe.line}.`}>
      <form
        ref={formRef}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <StartFields
            recipe={recipe}
            draft={draft}
            port={draft.port ?? port}
            secrets={secrets}
            problems={shown}
            onSecret={(name, value) => setSecrets((known) => ({ ...known, [name]: value }))}
          />
          {running ? (
            <Text size="sm">
              {running.title} runs on {running.port}.{' '}
              <Anchor component={Link} href={runPath(running.id)} size="sm" underline="always">
                Show it
              </Anchor>
            </Text>
          ) : null}
          <Group justify="flex-end">
            <ReasonButton
              type="submit"
              reason={startReason(lost, running !== undefined)}
              leftSection={<IconPlayerPlay size={17} aria-hidden />}
              onClick={() => {}}
            >
              {port === '' ? 'Start…' : `Start on ${port}…`}
            </ReasonButton>
          </Group>
        </Stack>
      </form>
      {confirming ? (
        <ConfirmStartDialog
          recipe={recipe}
          entered={entered}
          input={startInput(recipe, entered, port)}
          onRefused={refused}
          onStarted={(run) => go(runPath(run.id))}
          onClose={() => setConfirming(false)}
        />
      ) : null}
    </Card>
  );
}

function startReason(lost: boolean, portBusy: boolean): string | null {
  if (lost) return hostLost;
  return portBusy ? 'Another recipe runs on this port. Wait for its end or stop it.' : null;
}
