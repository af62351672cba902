import { IconFileUpload } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useCall } from '../lib/bridge/use-call.ts';
import classes from './file-zone.module.css';
import { ReasonButton } from './reason-button.tsx';

interface FileZoneProps {
  /** What is chosen here, for those who do not see it. */
  label: string;
  /** `Choose file`. */
  button: string;
  /** Why no file can be chosen now; null when one can. */
  reason?: string | null;
  /** In the browser: a file of its own dialog. */
  onFile(file: File): void;
  /** On the desktop: asks in the system's dialog. */
  onPick(): void;
  /** What is there, or what to do. */
  children: ReactNode;
  /** Takes the place of the button while something is under way. */
  instead?: ReactNode;
  /** Behind the button. */
  more?: ReactNode;
  wrong?: boolean;
}

/** The place where a file is chosen: a zone that says so, and the button for those who do not drag. Drops are taken by the page. */
export function FileZone(props: FileZoneProps) {
  const { label, button, reason = null, onFile, onPick, children, instead, more, wrong = false } = props;
  const surface = useCall('app.info', null).data?.surface;
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.zone} data-wrong={wrong || undefined}>
      <IconFileUpload size={26} stroke={1.4} aria-hidden className={classes.icon} />
      <div className={classes.text} aria-live="polite">
        {children}
      </div>
      {instead ?? (
        <ReasonButton
          variant="default"
          reason={reason}
          onClick={() => (surface === 'desktop' ? onPick() : inputRef.current?.click())}
        >
          {button}
        </ReasonButton>
      )}
      {more}
      <input
        ref={inputRef}
        type="file"
        hidden
        aria-label={label}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
