import { Group } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Fact } from './facts.tsx';
import { TimeText } from './time-text.tsx';

/** A restore leads to a moment instead of a revision. */
const momentOf = (text: string): number | null => {
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

/** What changes, as one fact: `2026.04.1 → 2026.05.0`, or the moment that a restore goes back to; null when nothing. */
export function fromToFact(change: {
  from: string | null;
  to: string | null;
  firmware: boolean;
}): Fact | null {
  const { from, to, firmware } = change;
  if (from === to || (from === null && to === null)) return null;
  const moment = to === null ? null : momentOf(to);
  if (moment !== null) return { label: 'State of', value: <TimeText at={moment} /> };
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
