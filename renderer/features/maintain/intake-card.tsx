import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../components/card.tsx';
import { FailureView } from '../../components/failure-view.tsx';
import { markColor } from '../../components/mark.tsx';
import type { Intake } from '../../lib/client-state/client-store.ts';
import { useIntake } from './intake-context.tsx';
import { PreflightCard } from './preflight-card.tsx';

/** A file on its way: being read, being checked, ready to start, or refused. */
export function IntakeCard({ gateway, intake }: { gateway: Gateway; intake: Intake }) {
  const actions = useIntake();
  const clear = () => actions.clear(gateway.id);
  if (intake.stage === 'ready') {
    return <PreflightCard gateway={gateway} preflight={intake.preflight} onCancel={clear} />;
  }
  if (intake.stage === 'failed') {
    return <FailureView title={`${intake.name} cannot be used`} failure={intake.failure} onClose={clear} />;
  }
  const reading = intake.stage === 'reading';
  const fraction = reading ? intake.fraction : null;
  return (
    <Card title={`${reading ? 'Reading' : 'Checking'} ${intake.name}`} edge={markColor('busy')}>
      <Stack gap="sm" aria-live="polite">
        {fraction !== null && fraction < 1 ? (
          <Progress value={fraction * 100} aria-label={`Reading ${intake.name}`} transitionDuration={150} />
        ) : (
          <div className="gw-late">
            <Skeleton h={14} w="60%" mb={10} />
            <Skeleton h={14} w="40%" />
          </div>
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {reading
              ? 'The workbench takes a copy. Nothing goes to the gateway yet.'
              : 'What it is, its hashes, its signature, and whether it fits.'}
          </Text>
          <Button variant="default" onClick={clear}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
