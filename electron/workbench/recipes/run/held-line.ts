import type { ByteLine } from '#platform/serial/byte-line.ts';

/**
 * The line as a transfer sees it: what was heard before comes first, and what arrives before somebody listens is kept, so that a
 * receiver's first "C" is not lost while the file is opened.
 */
export interface HeldLine {
  line: ByteLine;
  arrive(bytes: Uint8Array): void;
}

export function createHeldLine(line: ByteLine, heard: Uint8Array): HeldLine {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let held = heard.length > 0 ? [heard] : [];

  const pass = (bytes: Uint8Array) => {
    for (const listener of [...listeners]) listener(bytes);
  };
  function passHeld(): void {
    if (listeners.size === 0) return;
    const all = held;
    held = [];
    for (const bytes of all) pass(bytes);
  }

  return {
    line: {
      ...{
        name: line.name,
        write: line.write,
        drain: line.drain,
        onClosed: line.onClosed,
        close: line.close,
      },
      onBytes(listener) {
        listeners.add(listener);
        // Not at once: who listens has not begun yet.
        queueMicrotask(passHeld);
        return () => listeners.delete(listener);
      },
    },
    arrive(bytes) {
      if (listeners.size === 0 || held.length > 0) held.push(bytes);
      else pass(bytes);
    },
  };
}
