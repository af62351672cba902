import type { ConsoleHabits } from '#shared/bridge/serial-ports.ts';

export const newlineText: Record<ConsoleHabits['newline'], string> = { cr: '\r', lf: '\n', crlf: '\r\n' };

const encoder = new TextEncoder();

/** What goes over the line for what was typed: UTF-8, Enter as the device wants it. */
export const typedBytes = (data: string, newline: ConsoleHabits['newline']): Uint8Array =>
  encoder.encode(data.replaceAll('\r', newlineText[newline]));

/** The terminal's mouse reports are bytes already, one a character. */
export const binaryBytes = (data: string): Uint8Array =>
  Uint8Array.from(data, (character) => character.charCodeAt(0) & 0xff);

/** What the screen shows of typed text when the device does not send it back: no escape sequences, no control characters. */
export function localEcho(data: string): string {
  if (data.startsWith('\u001b')) return '';
  let shown = '';
  for (const character of data) {
    if (character === '\r') shown += '\r\n';
    else if (character === '\u007f' || character === '\b') shown += '\b \b';
    else if (character === '\t' || character >= ' ') shown += character;
  }
  return shown;
}
