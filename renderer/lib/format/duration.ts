/** A measured time: `0 s`, `0.9 s`, `3.1 s`, `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`; two units at most. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 50) return '0 s';
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  return formatSeconds(Math.round(ms / 1_000));
}

/** A counter or a countdown in whole seconds: `5 s`, `3 min 5 s`, `3 d 4 h`. */
export function formatSeconds(wholeSeconds: number): string {
  const seconds = Math.max(0, Math.floor(wholeSeconds));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.floor(minutes / 60);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** `about 6 s left`; null while it cannot be told. */
export function formatTimeLeft(secondsLeft: number | null): string | null {
  if (secondsLeft === null || !Number.isFinite(secondsLeft)) return null;
  return `about ${formatSeconds(Math.max(1, Math.ceil(secondsLeft)))} left`;
}
