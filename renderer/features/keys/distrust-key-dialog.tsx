import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '../../components/form-dialog.tsx';
import { callKey } from '../../lib/bridge/live-updates.ts';
import { useAct } from '../../lib/bridge/use-act.ts';

/** Asks once before a maker is no longer trusted. */
export function DistrustKeyDialog({ name, onClose }: { name: string; onClose(): void }) {
  const distrust = useAct('keys.distrust');
  const client = useQueryClient();
  const submit = async () => {
    const result = await distrust.run({ name });
    if (!result.ok) return;
    await client.invalidateQueries({ queryKey: callKey('keys.list') });
    onClose();
  };
  return (
    <FormDialog
      title={`Stop trusting ${name}?`}
      submit={`Remove ${name}`}
      color="red"
      submitting={distrust.running}
      failure={distrust.failure ? { title: 'The key was not removed', failure: distrust.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        Packages and firmware signed by {name} are refused from now on. What is installed already keeps
        running.
      </Text>
    </FormDialog>
  );
}
