import { CloseButton, Group, Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark, type MarkKind, markColor } from './mark.tsx';

interface NoticeProps {
  mark: MarkKind;
  title: string;
  children?: ReactNode;
  /** The one step that helps, at the right. */
  action?: ReactNode;
  onClose?: (() => void) | undefined;
  role?: 'alert' | 'status';
}

/** Something that a person should read: a mark, a title, what it means, the step that helps. */
export function Notice({ mark, title, children, action, onClose, role }: NoticeProps) {
  return (
    <Paper role={role} p="sm" pl="md" style={{ borderLeft: `4px solid ${markColor(mark)}` }}>
      <Group wrap="nowrap" gap="sm" align="flex-start">
        <div style={{ paddingTop: 2 }}>
          <Mark kind={mark} size={20} />
        </div>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600}>{title}</Text>
          {children}
        </div>
        {action}
        {onClose ? <CloseButton size={36} aria-label="Dismiss" onClick={onClose} /> : null}
      </Group>
    </Paper>
  );
}
