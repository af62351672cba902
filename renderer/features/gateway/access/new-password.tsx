import { PasswordInput } from '@mantine/core';
import { passwordProblem } from './access-view.ts';

interface NewPasswordProps {
  password: string;
  repeated: string;
  onChange(password: string, repeated: string): void;
  focus?: boolean;
}

/** A new password, twice: what is mistyped once is found here and not at the next login. */
export function NewPassword({ password, repeated, onChange, focus = false }: NewPasswordProps) {
  const problem = passwordProblem(password, repeated);
  return (
    <>
      <PasswordInput
        label="New password"
        description="At least 8 characters"
        autoComplete="new-password"
        maxLength={500}
        data-autofocus={focus || undefined}
        value={password}
        error={problem.password ?? null}
        onChange={(event) => onChange(event.currentTarget.value, repeated)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <PasswordInput
        label="New password again"
        autoComplete="new-password"
        maxLength={500}
        value={repeated}
        error={problem.repeated ?? null}
        onChange={(event) => onChange(password, event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the repeated password' }}
      />
    </>
  );
}
