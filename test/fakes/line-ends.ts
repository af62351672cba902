import type { ByteLine } from '#platform/serial/byte-line.ts';
import { LineGone } from '#platform/serial/byte-line.ts';

/** A line whose far side can be held back, as flow control does. */
export interface PausableLine extends ByteLine {
  pause(): void;
  resume(): void;
}

/** Who listens to one end of a line, and whether it is gone. */
export function createLineEnd() {
  const byteListeners = new Set<(bytes: Uint8Array) => void>();
  const closedListeners = new Set<(why: LineGone) => void>();
  let gone: LineGone | null = null;
  return {
    gone: () => gone,
    arrive(bytes: Uint8Array): void {
      if (gone === null) for (const listener of [...byteListeners]) listener(bytes);
    },
    lose(reason: LineGone['reason'], message: string): void {
      if (gone !== null) return;
      gone = new LineGone(reason, message);
      for (const listener of [...closedListeners]) listener(gone);
    },
    onBytes(listener: (bytes: Uint8Array) => void): () => void {
      byteListeners.add(listener);
      return () => byteListeners.delete(listener);
    },
    onClosed(listener: (why: LineGone) => void): () => void {
      if (gone !== null) listener(gone);
      else closedListeners.add(listener);
      return () => closedListeners.delete(listener);
    },
  };
}
