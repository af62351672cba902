import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutputRing } from '../../../../electron/workbench/serial/output-ring.ts';
import { searchOutput } from '../../../../electron/workbench/serial/search-output.ts';

const mebibyte = 1024 * 1024;

function filled(bytes: Uint8Array, keptBytes = 8 * mebibyte) {
  const ring = createOutputRing(keptBytes);
  ring.append(bytes, 0);
  return ring;
}

test('any bytes, any place to begin: the nearest hit, round the end, counted as a plain search would', async () => {
  const few = fc.uint8Array({ maxLength: 60, max: 2 });
  const needle = fc.uint8Array({ minLength: 1, maxLength: 3, max: 2 });
  await fc.assert(
    fc.asyncProperty(few, needle, fc.nat(70), fc.boolean(), async (bytes, wanted, from, backward) => {
      const all = Buffer.from(bytes);
      const hits = [...all.keys()].filter((at) => all.subarray(at, at + wanted.length).equals(wanted));
      const expected = backward
        ? (hits.findLast((at) => at < from) ?? hits.at(-1))
        : (hits.find((at) => at >= from) ?? hits[0]);
      const found = await searchOutput(filled(bytes), Buffer.from(wanted), { from, backward });
      expect(found).toEqual({
        at: expected ?? null,
        index: expected === undefined ? null : hits.indexOf(expected),
        count: hits.length,
      });
    }),
  );
});

test('a hit over the edge of what is read at once is found once, from both sides', async () => {
  const all = Buffer.alloc(3 * mebibyte);
  all.write('needle', mebibyte - 3);
  all.write('needle', 2 * mebibyte - 1);
  const ring = filled(all);
  const search = (from: number, backward: boolean) =>
    searchOutput(ring, Buffer.from('needle'), { from, backward });
  expect(await search(0, false)).toEqual({ at: mebibyte - 3, index: 0, count: 2 });
  expect(await search(mebibyte - 2, false)).toEqual({ at: 2 * mebibyte - 1, index: 1, count: 2 });
  expect(await search(2 * mebibyte - 1, true)).toEqual({ at: mebibyte - 3, index: 0, count: 2 });
  expect(await search(0, true)).toEqual({ at: 2 * mebibyte - 1, index: 1, count: 2 });
});

test('what was let go is not found, and hits beyond those that are counted are', async () => {
  const all = Buffer.alloc(2 * mebibyte, 'x');
  all.write('old', 10);
  const ring = filled(all, mebibyte);
  expect(await searchOutput(ring, Buffer.from('old'), { from: 0, backward: false })).toMatchObject({
    at: null,
  });
  const last = await searchOutput(ring, Buffer.from('x'), { from: 2 * mebibyte, backward: true });
  expect(last).toEqual({ at: 2 * mebibyte - 1, index: null, count: 1_000 });
});
