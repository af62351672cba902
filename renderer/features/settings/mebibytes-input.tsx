import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { mebibyte, type SettingsField } from './settings-fields.ts';

interface MebibytesInputProps {
  field: Extract<SettingsField, { kind: 'mebibytes' }>;
  bytes: number;
  labelId: string;
  onBytes(bytes: number): void;
}

/** An amount in MiB, saved when the field is left or Enter is pressed: 64 must not first be 6, which lets output go. */
export function MebibytesInput({ field, bytes, labelId, onBytes }: MebibytesInputProps) {
  const { min, max } = field;
  const saved = bytes / mebibyte;
  const [entered, setEntered] = useState<number | string>(saved);
  useEffect(() => setEntered(saved), [saved]);
  const fits = typeof entered === 'number' && entered >= min && entered <= max;
  const save = () => {
    if (!fits) setEntered(saved);
    else if (entered !== saved) onBytes(entered * mebibyte);
  };
  return (
    <NumberInput
      w={130}
      aria-labelledby={labelId}
      aria-describedby={`${labelId}-hint`}
      suffix=" MiB"
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      {...{ min, max }}
      error={fits ? null : `${min} to ${max} MiB`}
      value={entered}
      onChange={setEntered}
      onBlur={save}
      onKeyDown={({ key }) => {
        if (key === 'Enter') save();
      }}
    />
  );
}
