import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '#shared/errors/failure.ts';
import { FailureView } from './failure-view.tsx';
import classes from './form-dialog.module.css';

interface FormDialogProps {
  title: string;
  /** What the button does, naming the box that it changes. */
  submit: string;
  submitting: boolean;
  canSubmit?: boolean;
  /** `red` for what loses something. */
  color?: string;
  /** Enter must not go ahead by accident: the focus starts on Cancel. Always so for `red`. */
  careful?: boolean;
  failure?: { title: string; failure: Failure } | null;
  onSubmit(): void;
  onClose(): void;
  size?: number;
  /** `Close` once it is done and the dialog stays. */
  cancel?: string;
  children: ReactNode;
}

/** A dialog with a form: Enter submits, Escape closes, what failed is said inside it. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    submit,
    submitting,
    canSubmit = true,
    color,
    careful,
    failure,
    onSubmit,
    onClose,
    size,
    cancel = 'Cancel',
    children,
  } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      styles={{ title: { fontWeight: 600, fontSize: 16 } }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canSubmit && !submitting) onSubmit();
        }}
      >
        <Stack gap="md">
          {children}
          {failure ? <FailureView title={failure.title} failure={failure.failure} /> : null}
          <Group justify="flex-end" gap="sm" className={classes.actions}>
            {/* What loses something is not under the finger that presses Enter. */}
            <Button
              variant="default"
              onClick={onClose}
              data-autofocus={careful || color === 'red' || undefined}
            >
              {cancel}
            </Button>
            <Button type="submit" loading={submitting} disabled={!canSubmit} {...(color ? { color } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
