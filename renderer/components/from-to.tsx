import { Group } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Fact } from './facts.tsx';

/** What changes, as one fact: `2026.04.1 → 2026.05.0`; null when nothing does. */
export function fromToFact(change: {
  from: string | null;
  to: string | null;
  firmware: boolean;
}): Fact | null {
  const { from, to, firmware } = change;
  if (from === to || (from === null && to === null)) return null;
  return {
    label: firmware ? 'Firmware' : 'Revision',
    value: (
      <Group gap={6} wrap="nowrap" component="span">
        <span>{from ?? 'unknown'}</span>
        <IconArrowRight size={15} aria-label="to" />
        <strong>{to ?? 'unknown'}</strong>
      </Group>
    ),
  };
}
