import { Alert, Button, Group, Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FailureDetails } from '../../components/failure-view.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { gatewayName, staleLine } from '../../lib/domain/gateway-view.ts';
import { useNow } from '../../lib/use-now.ts';
import { useNeeded } from '../gateways/use-needed.ts';

const looks: Record<Gateway['connection']['state'], { mark: MarkKind; color: string; title: string } | null> =
  {
    connected: null,
    connecting: { mark: 'busy', color: 'petrol', title: 'is being connected' },
    restarting: { mark: 'busy', color: 'petrol', title: 'is restarting' },
    unreachable: { mark: 'away', color: 'red', title: 'does not answer' },
    'login-needed': { mark: 'locked', color: 'yellow', title: 'needs its password' },
    'certificate-untrusted': { mark: 'locked', color: 'yellow', title: 'shows a certificate to check' },
    disconnected: { mark: 'idle', color: 'gray', title: 'is not connected' },
  };

/** Above a page whose content may be old: why, since when, and the one step that helps. */
export function ConnectionBanner({ gateway }: { gateway: Gateway }) {
  const now = useNow(1_000);
  const needed = useNeeded(gateway);
  const { connection } = gateway;
  const look = looks[connection.state];
  if (!look) return null;
  const expected = connection.state === 'restarting';
  return (
    <Alert
      mb="md"
      variant="outline"
      color={look.color}
      icon={<Mark kind={look.mark} size={20} />}
      title={`${gatewayName(gateway)} ${look.title}`}
      role="status"
    >
      <Group justify="space-between" align="flex-start" gap="md">
        <div style={{ flex: 1, minWidth: 280 }}>
          {connection.failure ? <Text>{connection.failure.message}</Text> : null}
          <Text className="gw-tabular" c={connection.failure ? 'dimmed' : undefined} aria-live="off">
            {expected ? 'A job of this workbench made it restart. ' : ''}
            {staleLine(connection, now)}
            {gateway.identity ? ' What is shown below is from then.' : ''}
          </Text>
          {connection.failure?.detail ? <FailureDetails failure={connection.failure} /> : null}
        </div>
        {needed ? (
          <Button variant="default" loading={needed.running} onClick={needed.act}>
            {needed.word}
          </Button>
        ) : null}
      </Group>
    </Alert>
  );
}
