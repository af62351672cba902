import type { LogOptions } from '#shared/bridge/serial-console.ts';
import { createOwnInput } from '#shared/serial/own-input.ts';
import { createAnsiStripper } from './ansi-stripper.ts';

/** Turns what arrives into the text of a log, cut anywhere; nothing is held back but half a character and half a typed line. */
export interface LogText {
  feed(bytes: Uint8Array, atMs: number): string;
  /** Own input as the screen showed it; it is written when its line ends, or when something arrives. */
  type(text: string, atMs: number): string;
  /** What was typed and is not written yet. */
  flush(atMs: number): string;
  /** A line of its own that says what happened to the line. */
  note(what: string, atMs: number): string;
}

/**
 * Lines end with LF, whatever the device ends them with; a progress line that starts over becomes a line of its own, so
 * that nothing is overwritten. Bytes that are no UTF-8 become U+FFFD.
 */
export function createLogText(
  options: Pick<LogOptions, 'ansi' | 'timestamps'>,
  /** Of what the text is added to. */
  before: { midLine: boolean } = { midLine: false },
): LogText {
  const decoder = new TextDecoder('utf-8');
  const own = createOwnInput();
  const stripper = options.ansi === 'strip' ? createAnsiStripper() : null;
  let atLineStart = !before.midLine;
  let afterReturn = false;

  const stamp = (atMs: number) => (options.timestamps ? `${localTime(atMs)}  ` : '');

  function lines(text: string, atMs: number): string {
    let written = '';
    for (const piece of text.split(/([\r\n])/)) {
      if (piece === '') continue;
      if (piece === '\r') {
        afterReturn = true;
        continue;
      }
      if (piece === '\n') {
        written += `${atLineStart ? stamp(atMs) : ''}\n`;
        atLineStart = true;
        afterReturn = false;
        continue;
      }
      // A return at the beginning of a line changes nothing.
      if (afterReturn && !atLineStart) {
        written += '\n';
        atLineStart = true;
      }
      afterReturn = false;
      written += atLineStart ? stamp(atMs) + piece : piece;
      atLineStart = false;
    }
    return written;
  }

  const flush = (atMs: number) => lines(own.flush(), atMs);

  return {
    feed(bytes, atMs) {
      const typed = flush(atMs);
      const text = decoder.decode(bytes, { stream: true });
      return typed + lines(stripper === null ? text : stripper.strip(text), atMs);
    },
    type: (text, atMs) => lines(own.type(text), atMs),
    flush,
    note(what, atMs) {
      const before = `${flush(atMs)}${atLineStart ? '' : '\n'}`;
      atLineStart = true;
      afterReturn = false;
      return `${before}--- ${localTime(atMs)} ${what} ---\n`;
    },
  };
}

/** Of this computer's clock and zone, as the technician's watch: `2026-11-30 14:02:11.350`. */
export function localTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `${day} ${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
