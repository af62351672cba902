import { useMemo } from 'react';
import { sparkPath, usualStepMs } from './chart-data.ts';

interface SparklineProps {
  /** What a person who does not see it is told: `Processor, last 24 h: 3 to 61 %, now 12 %`. */
  label: string;
  times: readonly number[];
  values: readonly (number | null)[];
  min: number;
  max: number;
  height?: number;
}

const width = 240;

/** A small line without axes. */
export function Sparkline({ label, times, values, min, max, height = 36 }: SparklineProps) {
  const path = useMemo(() => {
    const maxStepMs = 2.5 * (usualStepMs(times) ?? 0);
    return sparkPath({ times, values }, { width, height, min, max, maxStepMs });
  }, [times, values, min, max, height]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 -1 ${width} ${height + 2}`}
      preserveAspectRatio="none"
      style={{ width: '100%', height, display: 'block' }}
    >
      <path
        d={path}
        fill="none"
        stroke="var(--gw-chart-1)"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
