import { Tooltip } from '@mantine/core';
import { formatExact, formatRelative } from '../lib/format/time.ts';
import { useNow } from '../lib/use-now.ts';

/** A relative time; the exact one on hover and in the markup. */
export function TimeText({ at }: { at: number }) {
  const now = useNow(10_000);
  return (
    <Tooltip label={formatExact(at)}>
      <time dateTime={new Date(at).toISOString()} className="gw-tabular">
        {formatRelative(at, now)}
      </time>
    </Tooltip>
  );
}
