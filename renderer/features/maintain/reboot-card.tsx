import { Group, Text } from '@mantine/core';
import { IconPower } from '@tabler/icons-react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { Card } from '../../components/card.tsx';
import { ReasonButton } from '../../components/reason-button.tsx';
import { useDialog } from '../../lib/client-state/client-context.tsx';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useJobs, useWhyNot } from '../../lib/domain/use-gateway.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { lastReboot } from './reboot-view.ts';

/** Reboot, with how long the last one took. */
export function RebootCard({ gateway }: { gateway: Gateway }) {
  const whyNot = useWhyNot(gateway);
  const { open } = useDialog();
  const last = lastReboot(useJobs(), gateway.id);
  return (
    <Card title="Reboot">
      <Group justify="space-between" gap="md">
        <Text c="dimmed">
          {last === null
            ? 'How long it is away is measured.'
            : `The last time it was away for ${formatDuration(last)}.`}
        </Text>
        <ReasonButton
          variant="default"
          reason={whyNot.change}
          leftSection={<IconPower size={17} aria-hidden />}
          onClick={() => open({ kind: 'reboot', gatewayId: gateway.id })}
        >
          Reboot {gatewayName(gateway)}…
        </ReasonButton>
      </Group>
    </Card>
  );
}
