import type { SerialConsole } from '#shared/bridge/serial-console.ts';
import { pause } from '../pause.ts';

export type PasteState = NonNullable<SerialConsole['paste']>;

/** A very long line goes out in parts, so that it can be stopped. */
const partCharacters = 16 * 1024;

/**
 * Sends lines one after the other, each when the port has taken the one before, with a pause in between. Ends early and
 * quietly when the signal aborts or the line is gone: the console tells why. `onSent` may come very often.
 */
export async function pasteLines(paste: {
  lines: readonly string[];
  lineDelayMs: number;
  write: (bytes: Uint8Array) => Promise<void>;
  signal: AbortSignal;
  onSent: (state: PasteState) => void;
}): Promise<void> {
  const { lines, lineDelayMs, signal } = paste;
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  const state: PasteState = { sentLines: 0, lines: lines.length, sentBytes: 0, bytes };
  for (const line of lines) {
    for (const part of partsOf(line)) {
      if (signal.aborted) return;
      const encoded = Buffer.from(part);
      try {
        await paste.write(encoded);
      } catch {
        return;
      }
      state.sentBytes += encoded.length;
    }
    state.sentLines += 1;
    paste.onSent({ ...state });
    if (lineDelayMs > 0 && state.sentLines < lines.length) await pause(lineDelayMs, signal);
  }
}

/** Never between the two halves of a character. */
function* partsOf(line: string): Generator<string> {
  for (let at = 0; at < line.length; ) {
    let end = Math.min(at + partCharacters, line.length);
    if (end < line.length && /[\ud800-\udbff]/.test(line.charAt(end - 1))) end -= 1;
    yield line.slice(at, end);
    at = end;
  }
}
