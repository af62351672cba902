import type { ByteLine, LineGone } from '../serial/byte-line.ts';

/** The line of a link while both sides are silent: it carries something else, such as a file transfer. */
export interface LentLine {
  /** Closing it is not the borrower's business: `close` only ends what it hears. */
  line: ByteLine;
  /** Aborts when the borrower has to stop: the peer speaks in frames again, or the line is gone. */
  signal: AbortSignal;
  /** Frames again. Has to be called, whatever happened. */
  giveBack(): void;
}

export interface LentLineControl {
  lent: LentLine;
  feed(bytes: Uint8Array): void;
  stop(why: string): void;
}

export function createLentLine(line: ByteLine, giveBack: () => void): LentLineControl {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const abort = new AbortController();
  let given = false;
  return {
    lent: {
      line: {
        name: line.name,
        write: (bytes) => line.write(bytes),
        drain: () => line.drain(),
        onBytes(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        onClosed: (listener: (why: LineGone) => void) => line.onClosed(listener),
        async close() {
          await line.drain().catch(() => undefined);
          listeners.clear();
        },
      },
      signal: abort.signal,
      giveBack() {
        if (given) return;
        given = true;
        listeners.clear();
        giveBack();
      },
    },
    feed(bytes) {
      for (const listener of [...listeners]) listener(bytes);
    },
    stop: (why) => abort.abort(new Error(why)),
  };
}
