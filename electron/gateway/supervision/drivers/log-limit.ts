import type { LogLevel } from './driver.ts';

const linesPerSecond = 20;

/** Passes on the first lines of each second and says with the next one how many were left out. */
export function limitLog(
  write: (level: LogLevel, message: string) => void,
  nowMs: () => number,
): (level: LogLevel, message: string) => void {
  let second = 0;
  let written = 0;
  let leftOut = 0;
  return (level, message) => {
    const now = Math.floor(nowMs() / 1_000);
    if (now !== second) {
      if (leftOut > 0) write('warn', `${leftOut} lines were left out`);
      [second, written, leftOut] = [now, 0, 0];
    }
    if (written >= linesPerSecond) leftOut += 1;
    else write(level, message);
    written += 1;
  };
}
