import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBlock, encodeBlock } from '../../../../../electron/gateway/supervision/history/block-codec.ts';

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.double({ noNaN: true })), { maxLength: 300 })
  .map((pairs) => {
    let time = 1_700_000_000_000;
    return { times: pairs.map(([step]) => (time += step)), values: pairs.map(([, value]) => value) };
  });

test('what goes in comes out, to the last bit', () => {
  fc.assert(
    fc.property(samples, (given) => {
      expect(decodeBlock(encodeBlock(given))).toEqual(given);
    }),
  );
});

test('a block that lost its end is refused, not made up', () => {
  const block = encodeBlock({ times: [1, 2, 3], values: [1, 2, 3] });
  for (let length = 0; length < block.length; length++) {
    expect(() => decodeBlock(block.subarray(0, length))).toThrow();
  }
});

test('what hardly changes takes little room', () => {
  const times = Array.from({ length: 256 }, (_, index) => 1_700_000_000_000 + index * 1_000);
  const steady = encodeBlock({ times, values: times.map(() => 21.5) });
  expect(steady.length).toBeLessThan(256);
  const noisy = times.map((_, index) => Math.fround(20 + Math.sin(index * 1.7)));
  expect(encodeBlock({ times, values: noisy }).length).toBeLessThan(256 * 6);
});
