import { Text } from '@mantine/core';
import { useLocation } from 'wouter';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { useJobs } from '../../lib/domain/use-gateway.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { paths } from '../../lib/routes.ts';
import { lastReboot } from './reboot-view.ts';

/** Asks once, and says what stands still meanwhile. */
export function RebootDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const reboot = useAct('maintenance.reboot');
  const [, go] = useLocation();
  const name = gatewayName(gateway);
  const last = lastReboot(useJobs(), gateway.id);
  const submit = async () => {
    const result = await reboot.run({ gatewayId: gateway.id });
    if (!result.ok) return;
    onClose();
    go(paths.gateway(gateway.id, 'maintain'));
  };
  return (
    <FormDialog
      title={`Reboot ${name}?`}
      submit={`Reboot ${name}`}
      color="red"
      submitting={reboot.running}
      failure={reboot.failure ? { title: `${name} was not rebooted`, failure: reboot.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>All drivers stop. Values that come while it is away are not collected.</Text>
      <Text>
        A firmware image that waits on the gateway is taken up.
        {last === null ? '' : ` The last reboot took ${formatDuration(last)}.`}
      </Text>
    </FormDialog>
  );
}
