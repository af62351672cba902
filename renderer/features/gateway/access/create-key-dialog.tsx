import { Radio, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { useGatewayAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { type ExpiryChoice, expiryChoices, expiryOf, permissionChoices } from './access-view.ts';
import { ShowKeyDialog } from './show-key-dialog.tsx';

/** Makes a key with the least that it needs; then shows it, once. */
export function CreateKeyDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const create = useGatewayAct(gateway, 'apiKeyCreate', ['apiKeys']);
  const [name, setName] = useState('');
  const [system, setSystem] = useState<ApiKey['permissions']['system']>('read');
  const [expiry, setExpiry] = useState<ExpiryChoice>('365');
  const [made, setMade] = useState<string | null>(null);
  const submit = async () => {
    const expiresAt = expiryOf(expiry, Date.now());
    const result = await create.run({
      body: {
        name: name.trim(),
        permissions: { system },
        ...(expiresAt === null ? {} : { expiresAt }),
      },
    });
    if (result.ok) setMade(result.value.apiKey);
  };
  if (made !== null) {
    return <ShowKeyDialog gateway={gateway} name={name.trim()} apiKey={made} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={`Make an API key for ${gatewayName(gateway)}`}
      submit="Make the key"
      submitting={create.running}
      canSubmit={name.trim() !== '' && create.whyNot === null}
      failure={create.failure ? { title: 'No key was made', failure: create.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={520}
    >
      <TextInput
        label="Name"
        description="Who or what will use it"
        placeholder="Dashboard of the control room"
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group
        label="It may"
        value={system}
        onChange={(next) => setSystem(permissionChoices.find(({ value }) => value === next)?.value ?? 'read')}
      >
        <Stack gap="sm" mt={6}>
          {permissionChoices.map((choice) => (
            <Radio
              key={choice.value}
              value={choice.value}
              label={choice.label}
              description={choice.description}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label="It ends"
        data={expiryChoices}
        value={expiry}
        allowDeselect={false}
        onChange={(next) => setExpiry(expiryChoices.find(({ value }) => value === next)?.value ?? 'never')}
      />
    </FormDialog>
  );
}
