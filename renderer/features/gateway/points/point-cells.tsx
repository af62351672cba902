import { Group, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark, type MarkKind } from '../../../components/mark.tsx';

/** A mark with its word; the reason, when there is one, on hover and for screen readers. */
export function MarkedWord({ mark, word, reason }: { mark: MarkKind; word: string; reason?: string | null }) {
  const content = (
    <Group gap={8} wrap="nowrap" component="span" miw={0}>
      <Mark kind={mark} size={16} />
      <Text component="span" inherit truncate>
        {word}
        {reason ? `: ${reason}` : null}
      </Text>
    </Group>
  );
  return reason ? <Tooltip label={reason}>{content}</Tooltip> : content;
}

/** A name with something small behind it. */
export function NameCell({ name, more }: { name: string; more?: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" component="span" miw={0}>
      <Text component="span" inherit fw={550} truncate>
        {name}
      </Text>
      {more ? (
        <Text component="span" size="xs" c="dimmed" truncate>
          {more}
        </Text>
      ) : null}
    </Group>
  );
}
