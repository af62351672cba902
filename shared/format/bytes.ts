const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `412 B`, `4.2 MB`, `18.4 MB`, `184 MB`: decimal units, as disks and packages are labelled; two or three digits. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would print as "1000": go to the next unit one step earlier.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit > 0 && value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;
