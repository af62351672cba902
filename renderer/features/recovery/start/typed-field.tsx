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
    description: descriptionOf(field),
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

const descriptionOf = ({ hint, optional, min, max }: RecipeField): string | undefined => {
  const parts = [hint, rangeWords(min, max), optional ? 'May stay empty' : null];
  return parts.filter(Boolean).join('. ') || undefined;
};

function rangeWords(min: number | null, max: number | null): string | null {
  if (min !== null && max !== null) return `From ${min} to ${max}`;
  if (min !== null) return `${min} or more`;
  return max === null ? null : `${max} or less`;
}
