import { describe, expect, test } from 'vitest';
import { linesOf } from '../../../../electron/workbench/serial/newline.ts';
import { type PasteState, pasteLines } from '../../../../electron/workbench/serial/paste.ts';

async function paste(text: string, onWrite: (bytes: Uint8Array) => void = () => undefined) {
  const written: Buffer[] = [];
  const states: PasteState[] = [];
  const control = new AbortController();
  await pasteLines({
    lines: linesOf(text, 'crlf'),
    lineDelayMs: 0,
    async write(bytes) {
      onWrite(bytes);
      written.push(Buffer.from(bytes));
      if (written.length === 3 && text.startsWith('stop')) control.abort();
    },
    signal: control.signal,
    onSent: (state) => void states.push(state),
  });
  return { text: Buffer.concat(written).toString(), states, pieces: written.length };
}

describe('pasted text', () => {
  test('ends its lines as the device wants, and the last one as it was pasted', async () => {
    expect((await paste('a\nb\r\nc\rd')).text).toBe('a\r\nb\r\nc\r\nd');
    expect((await paste('a\n\n')).text).toBe('a\r\n\r\n');
  });

  test('tells how far it is, by lines and bytes', async () => {
    const { states } = await paste('ä\nb\n');
    expect(states).toEqual([
      { sentLines: 1, lines: 2, sentBytes: 4, bytes: 7 },
      { sentLines: 2, lines: 2, sentBytes: 7, bytes: 7 },
    ]);
  });

  test('a line without an end goes out in parts, never within a character', async () => {
    const long = '😀'.repeat(20_000);
    const { text, pieces } = await paste(`x${long}`);
    expect(text).toBe(`x${long}`);
    expect(pieces).toBeGreaterThan(2);
  });

  test('stopped or without a line it ends quietly', async () => {
    expect((await paste('stop\nb\nc\nd\ne')).pieces).toBe(3);
    const gone = await paste('a\nb', () => {
      throw new Error('gone');
    });
    expect(gone.states).toEqual([]);
  });
});
