import { PasswordInput, TextInput } from '@mantine/core';
import type { RecipeField } from '#shared/bridge/recipes.ts';

interface TypedFieldProps {
  field: RecipeField;
  value: string;
  problem: string | undefined;
  onChange(value: string): void;
}

/** A variable that is typed. Numbers are texts here: a spinner rounds what somebody types, and a board is told something else. */
export function TypedField({ field, value, problem, onChange }: TypedFieldProps) {
  const common = {
    label: field.label,
    description:
      [field.hint, field.optional ? 'May stay empty' : null].filter(Boolean).join('. ') || undefined,
    value,
    error: problem,
    required: !field.optional,
    withAsterisk: false,
    spellCheck: false,
    autoCapitalize: 'off',
  };
  if (field.kind === 'secret') {
    return (
      <PasswordInput
        {...common}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      {...(field.kind === 'number' ? { inputMode: 'numeric' } : {})}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
