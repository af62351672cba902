import { formatClock, formatClockSeconds, formatDayShort } from '../../lib/format/time.ts';

const dayMs = 86_400_000;

/**
 * Words below the ticks of a time axis in the time of this computer, by the distance between ticks: seconds, minutes, days.
 * The first tick, and each that begins a day, carries the day.
 */
export function tickWords(timesMs: readonly number[], stepMs: number): string[] {
  return timesMs.map((time, index) => {
    const day = formatDayShort(time);
    if (stepMs >= dayMs) return day;
    const clock = stepMs < 60_000 ? formatClockSeconds(time) : formatClock(time);
    const before = timesMs[index - 1];
    const isNewDay = before === undefined ? false : formatDayShort(before) !== day;
    return isNewDay ? `${clock}\n${day}` : clock;
  });
}
