import { FileInput, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keyNameSchema } from '#shared/bridge/keys.ts';
import type { Failure } from '#shared/errors/failure.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useBridge } from '../../lib/bridge/bridge-context.tsx';
import { callKey } from '../../lib/bridge/live-updates.ts';
import { useAct } from '../../lib/bridge/use-act.ts';

/** Reads a public key from a file; from then on what it signed is accepted. */
export function TrustKeyDialog({ onClose }: { onClose(): void }) {
  const bridge = useBridge();
  const client = useQueryClient();
  const trust = useAct('keys.trust');
  const [name, setName] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [unread, setUnread] = useState<Failure | null>(null);
  const parsed = keyNameSchema.safeParse(name);
  const failed = unread ?? trust.failure;

  const take = (chosen: File | null) => {
    setFile(chosen);
    if (chosen && name === '') setName(chosen.name.replace(/\.(pem|pub|key)$/i, ''));
  };
  const submit = async () => {
    if (!file || !parsed.success) return;
    setUnread(null);
    const taken = await bridge.takeFile(file);
    if (!taken.ok) return setUnread(taken.failure);
    const result = await trust.run({ name: parsed.data, fileToken: taken.value.token });
    await bridge.call('files.release', { token: taken.value.token });
    if (!result.ok) return;
    await client.invalidateQueries({ queryKey: callKey('keys.list') });
    onClose();
  };

  return (
    <FormDialog
      title="Trust a key"
      submit="Trust this key"
      submitting={trust.running}
      canSubmit={file !== null && parsed.success}
      failure={failed ? { title: 'The key was not added', failure: failed } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Text>
        What is signed with this key is installed on the embedded gateway without a further question. Take
        keys only from a maker that you know.
      </Text>
      <FileInput
        label="Public key"
        description="An Ed25519 public key in a PEM file"
        placeholder="Choose a .pem file"
        accept=".pem,.pub"
        value={file}
        onChange={take}
        data-autofocus
      />
      <TextInput
        label="Name of the maker"
        description={'Shown as "signed by"'}
        placeholder="ACME"
        maxLength={60}
        value={name}
        error={name !== '' && !parsed.success ? 'Use letters, digits, spaces, dots and dashes.' : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
