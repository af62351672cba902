import { Text } from '@mantine/core';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { notify } from '../../../components/notify.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';

/** Asks once before lines are lost. */
export function FlushDialog(props: { gateway: Gateway; process: string | null; onClose(): void }) {
  const { gateway, process, onClose } = props;
  const flush = useGatewayAct(gateway, 'logsFlush', ['logs']);
  const name = gatewayName(gateway);
  const submit = async () => {
    const result = await flush.run(process === null ? {} : { query: { process } });
    if (!result.ok) return;
    onClose();
    notify({ mark: 'good', title: `Logs of ${name} emptied`, message: result.value.message, stays: false });
  };
  return (
    <FormDialog
      title={process === null ? `Empty all logs of ${name}?` : `Empty the log of ${process} on ${name}?`}
      submit={process === null ? `Empty all logs of ${name}` : `Empty the log of ${process}`}
      color="red"
      submitting={flush.running}
      canSubmit={flush.whyNot === null}
      failure={flush.failure ? { title: 'The logs were not emptied', failure: flush.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        {process === null
          ? 'Every line of every process is deleted from the gateway, also lines that are not shown here.'
          : `Every line of ${process} is deleted from the gateway, also lines that are not shown here.`}{' '}
        They cannot be brought back. Save them first when somebody may ask for them.
      </Text>
      <Text c="dimmed">Who emptied them is kept in the activity log.</Text>
    </FormDialog>
  );
}
