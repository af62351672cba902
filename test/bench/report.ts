/** One line of what `npm run bench` prints. */
export interface Figure {
  what: string;
  measured: string;
  /** As design §7 has it; empty for figures that only explain another. */
  budget: string;
  /** Null where there is no budget or nothing could be measured. */
  within: boolean | null;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

const verdicts = new Map<boolean | null, string>([
  [true, 'within'],
  [false, 'OVER'],
  [null, ''],
]);

/** The figures as aligned columns. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [
    ['what', 'measured', 'budget', ''],
    ...figures.map(({ what, measured, budget, within }) => [
      what,
      measured,
      budget,
      verdicts.get(within) ?? '',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
