import { Box, Button, Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FailureDetails } from '../../components/failure-view.tsx';
import type { MarkKind } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { gatewayName, staleLine } from '../../lib/domain/gateway-view.ts';
import { useNow } from '../../lib/use-now.ts';
import { useNeeded } from '../gateways/use-needed.ts';

const looks: Record<Gateway['connection']['state'], { mark: MarkKind; title: string } | null> = {
  connected: null,
  connecting: { mark: 'busy', title: 'is being connected' },
  restarting: { mark: 'busy', title: 'is restarting' },
  unreachable: { mark: 'away', title: 'does not answer' },
  'login-needed': { mark: 'locked', title: 'needs its password' },
  'certificate-untrusted': { mark: 'locked', title: 'shows a certificate to check' },
  disconnected: { mark: 'idle', title: 'is not connected' },
};

/**
 * Above a page whose content may be old: why, since when, and the one step that helps. `quiet` while a job's own card
 * says already that it restarts.
 */
export function ConnectionBanner({ gateway, quiet }: { gateway: Gateway; quiet: boolean }) {
  const now = useNow(1_000);
  const needed = useNeeded(gateway);
  const { connection } = gateway;
  const look = looks[connection.state];
  const expected = connection.state === 'restarting';
  const otherBox = connection.failure?.code === 'CABLE_OTHER_BOX';
  if (!look || (expected && quiet)) return null;
  return (
    <Box mb="md">
      <Notice
        mark={otherBox ? 'warning' : look.mark}
        title={`${gatewayName(gateway)} ${titleOf(gateway, look.title)}`}
        role="status"
        action={
          needed ? (
            <Button variant="default" loading={needed.running} onClick={needed.act}>
              {needed.word}
            </Button>
          ) : null
        }
      >
        {connection.failure ? <Text>{connection.failure.message}</Text> : null}
        {/* The seconds count down in sight; a screen reader is not told each of them. */}
        <Text className="gw-tabular" c="dimmed" aria-live="off">
          {expected ? 'A job of this workbench made it restart. ' : ''}
          {staleLine(connection, now)}
          {gateway.identity ? ' What is shown below is from then.' : ''}
        </Text>
        {connection.failure?.detail ? <FailureDetails failure={connection.failure} /> : null}
      </Notice>
    </Box>
  );
}

function titleOf({ connection, offers }: Gateway, usual: string): string {
  if (connection.failure?.code === 'CABLE_OTHER_BOX') return 'is not at the other end of the cable';
  return connection.state === 'login-needed' && !offers.system ? 'needs another API key' : usual;
}
