import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogText, localTime } from '../../../../electron/workbench/serial/log-text.ts';

const at = Date.UTC(2026, 10, 30, 12, 0, 0, 350);
const plain = { ansi: 'strip', timestamps: false } as const;

describe('the text of a log', () => {
  test('lines end with LF, a progress line that starts over loses nothing', () => {
    const text = createLogText(plain);
    expect(text.feed(Buffer.from('a\r\nb\r\r\nc\rd\n\ne'), at)).toBe('a\nb\nc\nd\n\ne');
  });

  test('each line carries the time at which it began, also when its end comes later', () => {
    const text = createLogText({ ansi: 'strip', timestamps: true });
    const written =
      text.feed(Buffer.from('first '), at) + text.feed(Buffer.from('line\r\nsecond'), at + 5_000);
    expect(written).toBe(`${localTime(at)}  first line\n${localTime(at + 5_000)}  second`);
    expect(localTime(at)).toMatch(/^2026-1[12]-\d\d \d\d:\d\d:00\.350$/);
  });

  test('colours stay when they are wanted, and bytes that are no text become visible', () => {
    expect(createLogText({ ansi: 'keep', timestamps: false }).feed(Buffer.from('\u001b[31mx'), at)).toBe(
      '\u001b[31mx',
    );
    expect(createLogText(plain).feed(Uint8Array.of(0x61, 0xff, 0xfe, 0x62), at)).toBe('a\ufffd\ufffdb');
  });

  test('what happened to the line stands on a line of its own', () => {
    const text = createLogText(plain);
    const written =
      text.feed(Buffer.from('half a li'), at) +
      text.note('device gone', at) +
      text.feed(Buffer.from('x'), at);
    expect(written).toBe(`half a li\n--- ${localTime(at)} device gone ---\nx`);
  });

  test('own input is marked as such: whole lines, as corrected, and never lost between what arrives', () => {
    const text = createLogText(plain);
    const written =
      text.feed(Buffer.from('> '), at) +
      text.type('s', at) +
      text.type('x', at) +
      text.type('\b \b', at) +
      text.type('tatus\r\n', at) +
      text.feed(Buffer.from('ok\r\n> '), at) +
      text.type('hal', at) +
      text.feed(Buffer.from('!'), at) +
      text.type('\r\nt', at) +
      text.flush(at);
    expect(written).toBe('> [typed: status]\nok\n> [typed: hal]!\n[typed: t]');
  });

  test('however it is cut, also within a character', () => {
    const bytes = fc.array(
      fc.constantFrom(0x0d, 0x0a, 0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0x1b, 0x5b, 0x6d, 0xff),
    );
    fc.assert(
      fc.property(bytes, fc.nat(20), (all, piece) => {
        const whole = createLogText({ ansi: 'strip', timestamps: true });
        const cut = createLogText({ ansi: 'strip', timestamps: true });
        let written = '';
        for (let from = 0; from < all.length; from += piece + 1) {
          written += cut.feed(Uint8Array.from(all.slice(from, from + piece + 1)), at);
        }
        expect(written).toBe(whole.feed(Uint8Array.from(all), at));
      }),
    );
  });
});
