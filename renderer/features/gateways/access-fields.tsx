import { Checkbox, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useCall } from '../../lib/bridge/use-call.ts';
import { type AccessMode, accessModes, type ManagementDraft, modeWords } from './access-form.ts';

/** By which of its APIs the box is used. */
export function AccessModeField({ mode, onMode }: { mode: AccessMode; onMode(mode: AccessMode): void }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        Log in with
      </Text>
      <SegmentedControl
        aria-label="Log in with"
        value={mode}
        data={[...accessModes]}
        onChange={(next) => onMode(accessModes.find(({ value }) => value === next)?.value ?? mode)}
      />
      <Text size="sm" c="dimmed">
        {modeWords[mode]}
      </Text>
    </Stack>
  );
}

interface ManagementFieldsProps {
  mode: 'key' | 'both';
  draft: ManagementDraft;
  onChange(draft: ManagementDraft): void;
  /** Whether the host has a key already, which stays when the field is left empty. */
  hasKey: boolean;
  wrong: string | null;
}

/** The key, and for a second API its address. */
export function ManagementFields({ mode, draft, onChange, hasKey, wrong }: ManagementFieldsProps) {
  const keeps = useCall('app.info', null).data?.keepsSecrets ?? false;
  const hint = hasKey
    ? 'Left empty, the known key stays'
    : mode === 'both' && draft.address.trim() === ''
      ? 'Left empty, the account is used for it, too'
      : undefined;
  return (
    <>
      {mode === 'both' ? (
        <TextInput
          label="Address of the management API"
          description="With its prefix before /api/v1; left empty, the same as above"
          placeholder="https://10.0.0.7:8444"
          spellCheck={false}
          autoCapitalize="off"
          value={draft.address}
          onChange={(event) => onChange({ ...draft, address: event.currentTarget.value })}
        />
      ) : null}
      <PasswordInput
        label="API key"
        description={hint}
        autoComplete="off"
        value={draft.key}
        error={wrong}
        onChange={(event) => onChange({ ...draft, key: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the key' }}
      />
      <Checkbox
        label="Remember the key"
        description={
          keeps
            ? 'Kept encrypted on this computer.'
            : 'This computer has no safe place for it: it is kept until the workbench ends.'
        }
        checked={keeps && draft.rememberKey}
        disabled={!keeps}
        onChange={(event) => onChange({ ...draft, rememberKey: event.currentTarget.checked })}
      />
    </>
  );
}
