import { Button, Loader } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { notifyFailure } from '../../components/notify.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { useCall } from '../../lib/bridge/use-call.ts';
import { paths } from '../../lib/routes.ts';

/** One click: the embedded gateway runs, is in the list and logged in; then its page opens. */
export function StartSiteButton({ size = 'sm' }: { size?: 'sm' | 'md' }) {
  const start = useAct('site.start');
  const state = useCall('site.status', null).data?.gateway.state;
  const [, go] = useLocation();
  const starting = start.running || state === 'starting';
  const click = async () => {
    const result = await start.run(null);
    if (!result.ok) {
      notifyFailure('The local site did not start', result.failure);
      return;
    }
    const { gatewayId } = result.value.gateway;
    if (gatewayId) go(paths.gateway(gatewayId));
  };
  // The words stay while it starts: a spinner alone says nothing.
  return (
    <Button
      size={size}
      aria-disabled={starting || undefined}
      aria-live="polite"
      leftSection={
        starting ? (
          <Loader size={16} color="currentColor" aria-hidden />
        ) : (
          <IconPlayerPlay size={17} aria-hidden />
        )
      }
      onClick={() => {
        if (!starting) void click();
      }}
    >
      {starting ? 'Starting the local site' : 'Start the local site'}
    </Button>
  );
}
