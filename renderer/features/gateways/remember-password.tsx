import { Checkbox } from '@mantine/core';
import { useCall } from '../../lib/bridge/use-call.ts';

interface RememberPasswordProps {
  checked: boolean;
  onChange(checked: boolean): void;
}

/** Keeps the password over a restart, where this computer has a safe place for it. */
export function RememberPassword({ checked, onChange }: RememberPasswordProps) {
  const keeps = useCall('app.info', null).data?.keepsSecrets ?? false;
  return (
    <Checkbox
      label="Remember the password"
      description={
        keeps
          ? 'Kept encrypted on this computer.'
          : 'This computer has no safe place for it: it is kept until the workbench ends.'
      }
      checked={keeps && checked}
      disabled={!keeps}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
