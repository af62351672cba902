import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { LogEntry } from '#shared/gateway-api/management-api.ts';
import { ReasonButton } from '../../../components/reason-button.tsx';
import { logText } from './log-view.ts';

/** Copies all lines that are shown, also those that are not drawn. The text is made when it is wanted. */
export function CopyLines({ lines }: { lines: readonly LogEntry[] }) {
  const { copy, copied, error } = useClipboard({ timeout: 1_500 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <ReasonButton
      variant="default"
      reason={lines.length === 0 ? 'There is nothing to copy.' : null}
      leftSection={<Icon size={17} aria-hidden />}
      onClick={() => copy(logText(lines))}
    >
      {copied ? 'Copied' : error ? 'Not copied' : 'Copy all'}
    </ReasonButton>
  );
}
