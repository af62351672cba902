import { Group, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { Mark, type MarkKind } from '../../../components/mark.tsx';

interface MarkedWordProps {
  mark: MarkKind;
  word: string;
  reason?: string | null;
  /** The reason on hover and for screen readers only, where there is little room. */
  brief?: boolean;
}

/** A mark with its word, and why. */
export function MarkedWord({ mark, word, reason = null, brief = false }: MarkedWordProps) {
  const content = (
    <Group gap={8} wrap="nowrap" component="span" miw={0}>
      <Mark kind={mark} size={16} />
      <Text component="span" inherit truncate>
        {word}
        {reason === null ? null : brief ? <VisuallyHidden>: {reason}</VisuallyHidden> : `: ${reason}`}
      </Text>
    </Group>
  );
  return reason === null ? content : <Tooltip label={reason}>{content}</Tooltip>;
}

/** A name with something small behind it, which gives way first. */
export function NameCell({ name, more }: { name: string; more?: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" component="span" miw={0}>
      <Text component="span" inherit fw={550} truncate flex="0 1 auto">
        {name}
      </Text>
      {more ? (
        <Text component="span" size="xs" c="dimmed" truncate flex="1 1000 0" miw={0}>
          {more}
        </Text>
      ) : null}
    </Group>
  );
}
