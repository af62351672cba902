import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHeader, encodeLastHeader, parseHeader } from '#platform/transfer/ymodem/header.ts';

const contentOf = (block: Uint8Array) => block.subarray(3, -2);

describe('block 0', () => {
  test('of lrzsz is understood', () => {
    // Recorded from `sb f` of lrzsz 0.12.21rc, the check behind it left out. The last byte is the number of blocks.
    const facts = 'f\x00300 14524770400 100644 0 1 300';
    const recorded = Buffer.from(`${facts.padEnd(127, '\0')}\x03`, 'latin1');
    expect(parseHeader(recorded)).toEqual({ name: 'f', bytes: 300, modifiedMs: 1_700_000_000_000 });
  });

  test.each([
    ['a name alone', 'a.bin\0', { name: 'a.bin', bytes: null, modifiedMs: null }],
    ['a time that is not known', 'a\x005 0 0\0', { name: 'a', bytes: 5, modifiedMs: null }],
    ['nonsense for numbers', 'a\x00-5 99 x\0', { name: 'a', bytes: null, modifiedMs: null }],
    ['spaces around', 'a\0 7 \0', { name: 'a', bytes: 7, modifiedMs: null }],
    ['a name without an end', 'x'.repeat(1_024), { name: 'x'.repeat(1_024), bytes: null, modifiedMs: null }],
  ])('with %s', (_what, text, expected) => {
    expect(parseHeader(Buffer.from(text, 'latin1'))).toEqual(expected);
  });

  test('without a name says that there are no more files', () => {
    expect(parseHeader(contentOf(encodeLastHeader('crc')))).toBeNull();
  });

  test('says what it was made of', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 150 })
      .filter((text) => !text.includes('\0'));
    const seconds = fc.integer({ min: 1, max: 4_000_000_000 });
    fc.assert(
      fc.property(name, fc.nat(), seconds, (given, bytes, at) => {
        const file = { name: given.toWellFormed(), bytes, modifiedMs: at * 1_000 };
        expect(parseHeader(contentOf(encodeHeader(file, 'crc')))).toEqual(file);
      }),
      { numRuns: 50 },
    );
  });

  test('keeps the ending of a name that does not fit', () => {
    const block = encodeHeader({ name: `${'ä'.repeat(2_048)}.bin`, bytes: 1, modifiedMs: null }, 'crc');
    expect(block.length).toBe(1_029);
    expect(parseHeader(contentOf(block))).toMatchObject({
      name: expect.stringMatching(/^ä+\.bin$/),
      bytes: 1,
    });
  });
});
