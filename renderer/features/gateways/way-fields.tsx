import { Autocomplete, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useCall } from '../../lib/bridge/use-call.ts';
import { parseBaudRate, usualBaudRates } from '../../lib/domain/baud-rate.ts';
import { preferences, usesSerial, type WayDraft, wayChoices } from './way-form.ts';

interface WayFieldsProps {
  draft: WayDraft;
  onChange(draft: WayDraft): void;
  /** What the host said of the address. */
  wrongAddress: string | null;
  /** Beside the address, when it is one that exists already. */
  addressHint: string;
  autoFocus?: boolean;
}

/** How the box is reached: address, serial port, or both. */
export function WayFields({ draft, onChange, wrongAddress, addressHint, autoFocus }: WayFieldsProps) {
  return (
    <>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          Reached by
        </Text>
        <SegmentedControl
          aria-label="Reached by"
          value={draft.by}
          data={[...wayChoices]}
          onChange={(next) =>
            onChange({ ...draft, by: wayChoices.find(({ value }) => value === next)?.value ?? draft.by })
          }
        />
      </Stack>
      {draft.by === 'serial' ? null : (
        <TextInput
          label="Address"
          description={addressHint}
          placeholder="10.0.0.7 or https://10.0.0.7:8443"
          data-autofocus={autoFocus}
          required
          withAsterisk={false}
          spellCheck={false}
          autoCapitalize="off"
          value={draft.address}
          error={wrongAddress}
          onChange={(event) => onChange({ ...draft, address: event.currentTarget.value })}
        />
      )}
      {usesSerial(draft) ? <SerialFields draft={draft} onChange={onChange} /> : null}
      {draft.by === 'both' ? (
        <Select
          label="Use"
          data={[...preferences]}
          allowDeselect={false}
          value={draft.prefers}
          onChange={(next) =>
            onChange({
              ...draft,
              prefers: preferences.find(({ value }) => value === next)?.value ?? draft.prefers,
            })
          }
        />
      ) : null}
    </>
  );
}

function SerialFields({ draft, onChange }: Pick<WayFieldsProps, 'draft' | 'onChange'>) {
  const ports = useCall('serial.ports', null).data ?? [];
  const chosen = ports.find(({ path }) => path === draft.port.trim());
  const labels = new Map(ports.map(({ path, label }) => [path, label]));
  return (
    <SimpleGrid cols={2} spacing="md">
      <Autocomplete
        label="Serial port"
        description={chosen ? chosen.label : 'Where the cable is plugged in'}
        placeholder="/dev/ttyUSB0 or COM3"
        required
        withAsterisk={false}
        spellCheck={false}
        data={ports.map(({ path }) => path)}
        renderOption={({ option }) => (
          <Stack gap={0}>
            <Text size="sm">{option.value}</Text>
            <Text size="xs" c="dimmed">
              {labels.get(option.value)}
            </Text>
          </Stack>
        )}
        value={draft.port}
        onChange={(port) => onChange({ ...draft, port })}
      />
      <Autocomplete
        label="Baud rate"
        description="As the gateway's console is set to"
        required
        withAsterisk={false}
        inputMode="numeric"
        data={usualBaudRates.map(String)}
        value={draft.baudRate}
        error={
          draft.baudRate !== '' && parseBaudRate(draft.baudRate) === null ? 'A number, such as 115200' : null
        }
        onChange={(baudRate) => onChange({ ...draft, baudRate })}
      />
    </SimpleGrid>
  );
}
