import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useAct } from '../../lib/bridge/use-act.ts';
import { gatewayName } from '../../lib/domain/gateway-view.ts';
import { AccessModeField, ManagementFields } from './access-fields.tsx';
import { type AccessMode, type ManagementDraft, managementInput, missingKey, modeOf } from './access-form.ts';
import { WayFields } from './way-fields.tsx';
import { isComplete, waysInput, waysOf } from './way-form.ts';

/** Name, address, account and key of one entry. The embedded gateway keeps its address and account. */
export function EditGatewayDialog({ gateway, onClose }: { gateway: Gateway; onClose(): void }) {
  const update = useAct('gateways.update');
  const [label, setLabel] = useState(gateway.label);
  const [ways, setWays] = useState(() => waysOf(gateway));
  const [username, setUsername] = useState(gateway.username);
  const [mode, setMode] = useState<AccessMode>(() => modeOf(gateway));
  const [management, setManagement] = useState<ManagementDraft>({
    address: gateway.management.address ?? '',
    key: '',
    rememberKey: gateway.management.auth === 'key' ? gateway.management.remembersKey : true,
  });
  const own = gateway.origin === 'site';
  const system = mode !== 'key';
  const missing = missingKey(mode, management, gateway);
  const badAddress =
    update.failure?.code === 'ADDRESS_INVALID' || update.failure?.code === 'GATEWAY_DUPLICATE';

  const submit = async () => {
    const given = managementInput(mode, management, gateway);
    const changes = own
      ? { label }
      : {
          label,
          ...waysInput(ways),
          system,
          username: system ? username : '',
          ...(given === undefined ? {} : { management: given }),
        };
    const result = await update.run({ id: gateway.id, ...changes });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={`Edit ${gatewayName(gateway)}`}
      submit="Save"
      submitting={update.running}
      canSubmit={(own || isComplete(ways)) && (!system || username.trim() !== '') && missing === null}
      failure={
        update.failure && !badAddress ? { title: 'The entry was not changed', failure: update.failure } : null
      }
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="In this list only. Left empty, the gateway's own name is shown"
        placeholder={gateway.identity?.name}
        data-autofocus
        maxLength={63}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      {own ? (
        <TextInput
          label="Address"
          description="Given by the site. It runs on this computer, so that it needs no serial cable"
          disabled
          value={gateway.address}
          readOnly
        />
      ) : (
        <WayFields
          draft={ways}
          onChange={setWays}
          wrongAddress={badAddress ? (update.failure?.message ?? null) : null}
          addressHint="Another address ends the session and connects again"
        />
      )}
      {own ? null : <AccessModeField mode={mode} onMode={setMode} />}
      {system ? (
        <TextInput
          label="Account"
          disabled={own}
          spellCheck={false}
          autoComplete="off"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
      ) : null}
      {own || mode === 'account' ? null : (
        <ManagementFields
          mode={mode}
          draft={management}
          onChange={setManagement}
          hasKey={gateway.management.auth === 'key'}
          wrong={missing}
        />
      )}
    </FormDialog>
  );
}
