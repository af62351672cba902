import { Anchor } from '@mantine/core';
import { useEffect } from 'react';
import { notify } from '../../components/notify.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { useCall } from '../../lib/bridge/use-call.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { formatClockSeconds } from '../../lib/format/time.ts';
import { paths } from '../../lib/routes.ts';

/** A gateway of this computer has no light to blink: when it is asked to identify itself, its workbench says which one it is. */
export function IdentifyNotices() {
  const bridge = useBridge();
  const gateways = useCall('gateways.list', null).data;
  useEffect(
    () =>
      bridge.subscribe('gateways.identified', ({ id, by, at }) => {
        const gateway = gateways?.find((entry) => entry.id === id);
        if (!gateway) return;
        notify({
          mark: 'good',
          title: `${gatewayName(gateway)} is this one`,
          message: (
            <>
              {`Asked to identify itself by ${by} at ${formatClockSeconds(at)}. `}
              <Anchor href={`#${paths.gateway(id)}`} size="sm" underline="always">
                Go to it
              </Anchor>
            </>
          ),
          stays: true,
        });
      }),
    [bridge, gateways],
  );
  return null;
}
