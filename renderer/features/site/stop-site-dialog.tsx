import { Text } from '@mantine/core';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';

/** Asks once before the embedded gateway stops. */
export function StopSiteDialog({ onClose }: { onClose(): void }) {
  const stop = useAct('site.stop');
  const submit = async () => {
    const result = await stop.run(null);
    if (result.ok) onClose();
  };
  return (
    <FormDialog
      title="Stop the local site?"
      submit="Stop the local site"
      color="red"
      submitting={stop.running}
      failure={stop.failure ? { title: 'It was not stopped', failure: stop.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        The embedded gateway and its drivers stop. Values that come meanwhile are not collected. Its
        configuration stays and is there at the next start.
      </Text>
    </FormDialog>
  );
}
