import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconCircleX,
  IconClockPause,
  IconLock,
  IconPlugConnectedX,
  IconRefresh,
  type TablerIcon,
} from '@tabler/icons-react';

/** What a mark means. Each has a colour and a shape, so that neither alone carries the meaning. */
export type MarkKind =
  | 'good'
  | 'warning'
  | 'bad'
  | 'busy'
  | 'pending'
  | 'idle'
  | 'away'
  | 'locked'
  | 'cancelled';

const marks: Record<MarkKind, { icon: TablerIcon; color: string }> = {
  good: { icon: IconCircleCheck, color: 'var(--gw-good)' },
  warning: { icon: IconAlertTriangle, color: 'var(--gw-warn)' },
  bad: { icon: IconCircleX, color: 'var(--gw-bad)' },
  busy: { icon: IconRefresh, color: 'var(--gw-busy)' },
  pending: { icon: IconCircle, color: 'var(--mantine-color-dimmed)' },
  idle: { icon: IconCircleDot, color: 'var(--mantine-color-dimmed)' },
  away: { icon: IconPlugConnectedX, color: 'var(--gw-bad)' },
  locked: { icon: IconLock, color: 'var(--gw-warn)' },
  cancelled: { icon: IconClockPause, color: 'var(--mantine-color-dimmed)' },
};

export const markColor = (kind: MarkKind): string => marks[kind].color;

/** The shape beside a word; hidden from screen readers, because the word is there. */
export function Mark({ kind, size = 18 }: { kind: MarkKind; size?: number }) {
  const { icon: Icon, color } = marks[kind];
  return <Icon size={size} stroke={2} color={color} aria-hidden style={{ flexShrink: 0 }} />;
}
