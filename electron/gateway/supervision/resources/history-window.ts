/** Which points of the history an answer holds. */
export interface HistoryWindow {
  /** From `fromMs` (not included) to `toMs`, UTC epoch milliseconds. */
  fromMs: number;
  toMs: number;
  /** One point for each of these. */
  bucketMs: number;
}

export const sampleMs = 10_000;
export const rawKeptMs = 24 * 60 * 60_000;
export const minuteMs = 60_000;
export const minutesKeptMs = 30 * 24 * 60 * 60_000;
export const mostPoints = 2_000;

const unitMs = { s: 1_000, m: 60_000, h: 60 * 60_000 } as const;
/** For answers whose interval nobody asked for: seconds that people count in. */
const goodSeconds = [10, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** `90`, `90s`, `5m`, `1h` in milliseconds. */
export function parseInterval(text: string): number {
  const unit = text.at(-1) as keyof typeof unitMs;
  return unit in unitMs ? Number(text.slice(0, -1)) * unitMs[unit] : Number(text) * unitMs.s;
}

/** A wanted interval that would give more than 2 000 points is widened to the next multiple of it that does not. */
export function historyWindow(hours: number, interval: string | undefined, nowMs: number): HistoryWindow {
  const fromMs = nowMs - hours * unitMs.h;
  // A window that begins amid a bucket touches one more.
  const leastMs = (nowMs - fromMs) / (mostPoints - 1);
  const finestMs = nowMs - fromMs > rawKeptMs ? minuteMs : sampleMs;
  const wantedMs = interval === undefined ? 0 : parseInterval(interval);
  if (wantedMs > 0) {
    const stepMs = Math.max(wantedMs, finestMs);
    return { fromMs, toMs: nowMs, bucketMs: stepMs * Math.max(1, Math.ceil(leastMs / stepMs)) };
  }
  const good = goodSeconds.find((seconds) => seconds * 1_000 >= Math.max(leastMs, finestMs)) ?? 3_600;
  return { fromMs, toMs: nowMs, bucketMs: good * 1_000 };
}
