import { type Stats, statSync } from 'node:fs';

const everyMs = 500;

/**
 * Says once when `path` is no longer the device that it is now: unplugged, or another one in its place. On Windows, where
 * ports are no files, it says nothing; there the system ends the reading of an unplugged port.
 */
export function watchPresence(path: string, onGone: () => void): { end(): void } {
  const first = deviceOf(path);
  if (first === null) return { end: () => undefined };
  const timer = setInterval(() => {
    const now = deviceOf(path);
    if (now?.rdev === first.rdev && now.ino === first.ino) return;
    clearInterval(timer);
    onGone();
  }, everyMs);
  timer.unref();
  return { end: () => clearInterval(timer) };
}

function deviceOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
