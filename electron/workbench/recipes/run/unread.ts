/** A board that talks while nobody listens is remembered so far back. */
const maxBytes = 64 * 1_024;

/**
 * What the board said and no step has looked at yet, one character a byte (Latin-1), so that any byte can be found. Bounded: the
 * oldest is forgotten.
 */
export interface Unread {
  /** Everything that is unread; it counts as read then. */
  take(): string;
  /** What was taken but not read. */
  putBack(text: string): void;
  add(bytes: Uint8Array, nowMs: number): void;
  /** Clock of the last byte; null before the first. */
  lastByteAtMs(): number | null;
}

export function createUnread(): Unread {
  let text = '';
  let lastByteAtMs: number | null = null;
  return {
    take() {
      const taken = text;
      text = '';
      return taken;
    },
    putBack(rest) {
      text = rest + text;
    },
    add(bytes, nowMs) {
      if (bytes.length === 0) return;
      text = (text + asLatin1(bytes)).slice(-maxBytes);
      lastByteAtMs = nowMs;
    },
    lastByteAtMs: () => lastByteAtMs,
  };
}

export const asLatin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** The bytes of a text as they go over the line (UTF-8), in the form in which {@link Unread} keeps them. */
export const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
