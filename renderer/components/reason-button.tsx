import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core';
import { type MouseEvent, type ReactNode, type Ref, useId } from 'react';

export interface ReasonButtonProps extends ButtonProps {
  /** Why it cannot be pressed now; null when it can. Said in the tooltip and to screen readers. */
  reason: string | null;
  onClick(event: MouseEvent<HTMLButtonElement>): void;
  children: ReactNode;
  type?: 'button' | 'submit';
  'aria-label'?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that tells why it is off. It stays focusable, so that the reason can be reached by keyboard too. */
export function ReasonButton({ reason, onClick, children, type = 'button', ...rest }: ReasonButtonProps) {
  const reasonId = useId();
  const off = reason !== null;
  return (
    <Tooltip label={reason ?? ''} disabled={!off} events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...rest}
        {...(off && rest.variant === 'subtle' ? { bg: 'transparent' } : {})}
        type={off ? 'button' : type}
        data-disabled={off || undefined}
        aria-disabled={off || undefined}
        aria-describedby={off ? reasonId : undefined}
        onClick={(event) => {
          if (off) event.preventDefault();
          else onClick(event);
        }}
      >
        {children}
        {off ? <VisuallyHidden id={reasonId}>{reason}</VisuallyHidden> : null}
      </Button>
    </Tooltip>
  );
}
