import { Checkbox, NumberInput, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Address } from '#shared/gateway-api/configuration.ts';
import type { DriverView } from '#shared/gateway-api/peers-api.ts';
import { Fold } from '../../../components/fold.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { gatewayName } from '../../../lib/domain/gateway-view.ts';
import { usePeersAct } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { type AddressDraft, addressOfDraft, changeOfDraft, draftOfAddress } from './address-draft.ts';
import { addressShapes, addressTrouble, canWrite, notationOf } from './known-drivers.ts';
import { SettingsFields } from './settings-fields.tsx';
import { changesOf } from './use-points.ts';

interface AddressDialogProps {
  gateway: Gateway;
  /** Null: a new one. */
  address: Address | null;
  drivers: readonly DriverView[];
  onClose(): void;
}

/** Adds or changes an address; the notation of its driver is checked while it is typed. */
export default function AddressDialog({ gateway, address, drivers, onClose }: AddressDialogProps) {
  const insert = usePeersAct(gateway, 'gateways', 'insertAddress', changesOf.address);
  const update = usePeersAct(gateway, 'gateways', 'updateAddress', changesOf.address);
  const act = address ? update : insert;
  const [draft, setDraft] = useState<AddressDraft>(() => draftOfAddress(address, drivers[0]?.id ?? ''));
  const [readable, setReadable] = useState(true);
  const change = (part: Partial<AddressDraft>) => setDraft((known) => ({ ...known, ...part }));
  const driver = drivers.find(({ id }) => id === draft.gateway)?.driver ?? '';
  const notation = notationOf(driver);
  const wrong = draft.address === '' ? null : addressTrouble(driver, draft);
  const shapes = addressShapes(driver);
  const complete = draft.name.trim() !== '' && draft.gateway !== '' && draft.address !== '' && readable;

  const submit = async () => {
    const result = address
      ? await update.run({ address: changeOfDraft(draft, address) })
      : await insert.run({ address: addressOfDraft(draft) });
    if (result.ok) onClose();
  };

  return (
    <FormDialog
      title={address ? `Edit ${address.name}` : `Add an address to ${gatewayName(gateway)}`}
      submit={address ? `Save on ${gatewayName(gateway)}` : 'Add the address'}
      submitting={act.running}
      canSubmit={complete && wrong === null && act.whyNot === null}
      failure={act.failure ? { title: 'The address was not saved', failure: act.failure } : null}
      onSubmit={() => void submit()}
      onClose={onClose}
      size={640}
    >
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
        <TextInput
          label="Name"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label="Driver"
          allowDeselect={false}
          data={drivers.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.gateway}
          onChange={(next) => change({ gateway: next ?? draft.gateway, settings: {} })}
        />
      </SimpleGrid>
      <TextInput
        label="Address on the device"
        description={notation ? notation.notation : 'As this driver writes it'}
        placeholder={notation?.examples[0] ?? ''}
        required
        withAsterisk={false}
        spellCheck={false}
        classNames={{ input: 'gw-mono' }}
        value={draft.address}
        error={wrong}
        onChange={(event) => change({ address: event.currentTarget.value })}
      />
      {notation ? (
        <Text size="sm" c="dimmed" mt={-8}>
          For example {notation.examples.join(',  ')}
        </Text>
      ) : null}
      <SimpleGrid cols={3} spacing="md">
        <Select
          label="Type"
          allowDeselect={false}
          data={[
            { value: 'number', label: 'Number' },
            { value: 'boolean', label: 'On or off' },
            { value: 'string', label: 'Text' },
          ]}
          value={draft.type}
          onChange={(next) => change({ type: (next as Address['type'] | null) ?? draft.type })}
        />
        <TextInput
          label="Unit"
          placeholder="°C"
          maxLength={50}
          value={draft.unit}
          onChange={(event) => change({ unit: event.currentTarget.value })}
        />
        <NumberInput
          label="Read every (ms)"
          placeholder="as its driver"
          min={100}
          max={86_400_000}
          allowDecimal={false}
          value={draft.pollIntervalMs}
          onChange={(pollIntervalMs) => change({ pollIntervalMs })}
        />
      </SimpleGrid>
      <Checkbox
        label="May be written"
        description={canWrite(driver) ? 'By people, routes and logics' : 'This driver only reads'}
        checked={draft.writable}
        disabled={!canWrite(driver)}
        onChange={(event) => change({ writable: event.currentTarget.checked })}
      />
      <Fold label="Scale, alias and more" open={address !== null && hasMore(address)}>
        <SimpleGrid cols={3} spacing="md" verticalSpacing="sm">
          <NumberInput
            label="Scale"
            placeholder="1"
            disabled={draft.type !== 'number'}
            value={draft.scale}
            error={draft.scale === 0 ? 'A scale of 0 loses the value' : null}
            onChange={(scale) => change({ scale })}
          />
          <NumberInput
            label="Offset"
            placeholder="0"
            disabled={draft.type !== 'number'}
            value={draft.offset}
            onChange={(offset) => change({ offset })}
          />
          <TextInput
            label="Alias"
            placeholder="boiler_flow"
            maxLength={200}
            spellCheck={false}
            value={draft.alias}
            onChange={(event) => change({ alias: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed" mt={4} mb="sm">
          Value = what is read × scale + offset. The alias is a handle for logics; no other address may have
          it.
        </Text>
        {shapes.some(({ fields }) => fields.length > 0) || shapes.length === 0 ? (
          <SettingsFields
            key={driver}
            shapes={shapes}
            settings={draft.settings}
            onChange={(settings) => change({ settings: settings as AddressDraft['settings'] })}
            onReadable={setReadable}
          />
        ) : null}
      </Fold>
      <Checkbox
        label="Enabled"
        checked={draft.enabled}
        onChange={(event) => change({ enabled: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}

const hasMore = (address: Address): boolean =>
  address.scale !== undefined ||
  address.offset !== undefined ||
  address.alias !== undefined ||
  Object.keys(address.settings).length > 0;
