import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createExpectBuffer, patternProblem } from '../../../../electron/workbench/serial/expect-buffer.ts';

describe('what a script waits for', () => {
  test('is found however it is cut, and what lies up to its end counts no more', () => {
    const word = fc.constantFrom('login: ', 'Password: ', '\u001b[32m', 'Grüße', '\r\n', '# ', 'lo', 'log');
    const wanted = fc.constantFrom('login: ', 'Password: ', '# ', 'Grüße');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        fc.array(wanted, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (words, wishes, piece) => {
          const bytes = Buffer.from(words.join(''));
          const cut = createExpectBuffer();
          const left = [...wishes];
          const take = () => {
            while (left[0] !== undefined && cut.take({ text: left[0] })) left.shift();
          };
          take();
          for (let from = 0; from < bytes.length; from += piece) {
            cut.feed(bytes.subarray(from, from + piece));
            take();
          }
          // The same, looked for in the plain text at once.
          let plain = words.filter((each) => !each.startsWith('\u001b')).join('');
          const expected = [...wishes];
          while (expected[0] !== undefined && plain.includes(expected[0])) {
            plain = plain.slice(plain.indexOf(expected[0]) + expected[0].length);
            expected.shift();
          }
          expect(left).toEqual(expected);
        },
      ),
    );
  });

  test('by a pattern, across colours and chunks', () => {
    const buffer = createExpectBuffer();
    buffer.feed(Buffer.from('boot\r\n\u001b[1mroot@box:'));
    expect(buffer.take({ pattern: '^\\w+@\\w+:~# $' })).toBe(false);
    buffer.feed(Buffer.from('~\u001b[0m# '));
    expect(buffer.take({ pattern: '^\\w+@\\w+:~# $' })).toBe(true);
    expect(buffer.take({ pattern: '.' })).toBe(false);
  });

  test('in ten megabytes without an end of line, without keeping them', () => {
    const buffer = createExpectBuffer();
    for (let index = 0; index < 160; index++) {
      buffer.feed(new Uint8Array(64 * 1024).fill(0x61));
      expect(buffer.take({ text: 'login:' })).toBe(false);
    }
    buffer.feed(Buffer.from('login:'));
    expect(buffer.take({ text: 'login:' })).toBe(true);
  });

  test('a pattern that never ends does not hold the workbench up', () => {
    const buffer = createExpectBuffer();
    buffer.feed(Buffer.from(`${'a'.repeat(60)}b`));
    expect(buffer.take({ pattern: '(a+)+$' })).toBe(false);
  });

  test('a pattern that is none is told', () => {
    expect(patternProblem('(unclosed')).toMatch(/Unterminated group/);
    expect(patternProblem('login: ?$')).toBeNull();
  });
});
