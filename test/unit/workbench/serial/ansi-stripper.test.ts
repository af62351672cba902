import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnsiStripper } from '../../../../electron/workbench/serial/ansi-stripper.ts';

const strip = (...pieces: string[]): string => {
  const stripper = createAnsiStripper();
  return pieces.map((piece) => stripper.strip(piece)).join('');
};

describe('taking colours out', () => {
  test.each([
    ['colours', '\u001b[1;31mfailed\u001b[0m\n', 'failed\n'],
    ['cursor movements', 'a\u001b[2K\u001b[10;20Hb', 'ab'],
    ['a title, ended by BEL', '\u001b]0;root@box\u0007# ', '# '],
    ['a title, ended by ST', '\u001b]0;root@box\u001b\\# ', '# '],
    ['a title with an escape in it', '\u001b]0;a\u001bbc\u0007# ', '# '],
    ['a character set', '\u001b(Bx', 'x'],
    ['the one-character CSI', '\u009b31mx', 'x'],
    ['bells and backspaces', 'a\u0007\bb', 'ab'],
    ['nothing of text', 'Grüße 😀\t|\r\n', 'Grüße 😀\t|\r\n'],
    ['nothing more of a broken string', `\u001b]${'x'.repeat(5_000)}y`, 'x'.repeat(903).concat('y')],
  ])('%s', (_, text, expected) => {
    expect(strip(text)).toBe(expected);
  });

  test('however it is cut', () => {
    const piece = fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '0',
      ';',
      'm',
      'K',
      '\u0007',
      '\\',
      '(',
      'P',
      'é',
      '\n',
      'text',
      '\u009b',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(60), { maxLength: 8 }),
        (pieces, cuts) => {
          const text = pieces.join('');
          const places = [...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
          const parts = places.map((place, index) => text.slice(places[index - 1] ?? 0, place));
          expect(strip(...parts)).toBe(strip(text));
        },
      ),
    );
  });
});
