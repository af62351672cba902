import { CopyButton, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { cutMiddle } from '../lib/format/identifier.ts';
import classes from './copy-text.module.css';

/** A long id: cut in the middle, whole on hover, copied by a click. */
export function CopyText({ text, what, start = 8, end = 6 }: CopyTextProps) {
  return (
    <CopyButton value={text} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : text} maw={640}>
          <UnstyledButton className={classes.button} onClick={copy}>
            <span className="gw-mono">{cutMiddle(text, { start, end })}</span>
            {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
            <VisuallyHidden>{copied ? `, ${what} copied` : `, copy ${what}`}</VisuallyHidden>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  );
}

interface CopyTextProps {
  text: string;
  /** What it is, for screen readers: `boot id`. */
  what: string;
  start?: number;
  end?: number;
}
