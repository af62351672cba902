import { PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { useAct } from '../../../lib/bridge/use-act.ts';

/** Takes the value of a secret that a script needs. It goes to the host and cannot be read back. */
export function SecretDialog({ name, onClose }: { name: string; onClose(): void }) {
  const keep = useAct('serial.setSecret');
  const [value, setValue] = useState('');
  return (
    <FormDialog
      title={`Secret "${name}"`}
      submit="Keep it"
      submitting={keep.running}
      canSubmit={value !== ''}
      failure={keep.failure ? { title: 'The secret was not kept', failure: keep.failure } : null}
      onSubmit={() => void keep.run({ name, value }).then(({ ok }) => ok && onClose())}
      onClose={onClose}
    >
      <PasswordInput
        label="Value"
        autoComplete="off"
        maxLength={500}
        data-autofocus
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the value' }}
      />
      <Text size="sm" c="dimmed">
        Kept where this computer keeps passwords. Every script that names it sends it.
      </Text>
    </FormDialog>
  );
}
