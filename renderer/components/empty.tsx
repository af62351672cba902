import { Group, Stack, Text, Title } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty.module.css';

interface EmptyProps {
  icon: TablerIcon;
  title: string;
  /** What this place is for. */
  children?: ReactNode;
  /** The first action. */
  actions?: ReactNode;
  compact?: boolean;
}

/** An empty place that says what it is for and how to begin. */
export function Empty({ icon: Icon, title, children, actions, compact = false }: EmptyProps) {
  return (
    <Stack className={classes.root} data-compact={compact || undefined} align="center" gap="xs">
      <Icon size={compact ? 28 : 44} stroke={1.3} aria-hidden className={classes.icon} />
      {compact ? (
        <Text fw={600} ta="center">
          {title}
        </Text>
      ) : (
        <Title order={2} fz={18} ta="center">
          {title}
        </Title>
      )}
      <div className={classes.text}>{children}</div>
      {actions ? (
        <Group mt="sm" justify="center">
          {actions}
        </Group>
      ) : null}
    </Stack>
  );
}
