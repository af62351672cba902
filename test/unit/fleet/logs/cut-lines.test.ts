import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineCutter } from '../../../../electron/fleet/logs/cut-lines.ts';

function cut(bytes: Buffer, sizes: readonly number[], maxBytes: number) {
  const cutter = createLineCutter(maxBytes);
  const lines = [];
  let from = 0;
  for (const size of sizes) {
    lines.push(...cutter.push(bytes.subarray(from, from + size)));
    from += size;
  }
  lines.push(...cutter.push(bytes.subarray(from)), ...cutter.end());
  return lines;
}

describe('lines of a batch', () => {
  test('any text in any pieces: each line once, whole, or only the length of one that is too long', () => {
    const text = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constant('\n')), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (words, sizes, max) => {
          const bytes = Buffer.from(words.join(''));
          const expected = bytes.toString('utf8').split('\n');
          if (expected.at(-1) === '') expected.pop();
          expect(cut(bytes, sizes, max)).toEqual(
            expected.map((line) => {
              const length = Buffer.byteLength(line);
              return length > max ? { tooLongBytes: length } : { text: line };
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of a line without an end only the length is known', () => {
    const cutter = createLineCutter(1_000);
    for (let count = 0; count < 50; count += 1) expect(cutter.push(Buffer.alloc(100_000, 'x'))).toEqual([]);
    expect(cutter.push(Buffer.from('\n{}'))).toEqual([{ tooLongBytes: 5_000_000 }]);
    expect(cutter.end()).toEqual([{ text: '{}' }]);
  });
});
