import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ConsoleMark } from '#shared/bridge/serial-console.ts';
import { outputParts } from '../../../../../../renderer/features/serial/terminal/output-parts.ts';

const chunk = (from: number, length: number, marks: ConsoleMark[]) => ({
  ...{ from, total: from + length, cutBefore: 0, marks },
  bytes: Uint8Array.from({ length }, (_, index) => (from + index) & 0xff),
});

test('bytes are cut at marks and carry the time at which they arrived', () => {
  const marks: ConsoleMark[] = [
    { offset: 90, at: 1, kind: 'bytes' },
    { offset: 104, at: 2, kind: 'bytes' },
  ];
  const parts = outputParts(chunk(100, 10, marks), 100);
  expect(
    parts.map((part) => (part.kind === 'bytes' ? [part.offset, part.at, part.bytes.length] : part.kind)),
  ).toEqual([
    [100, 1, 4],
    [104, 2, 6],
  ]);
});

test('what happened to the line stands between the bytes, and what happened before them is not told again', () => {
  const marks: ConsoleMark[] = [
    { offset: 10, at: 1, kind: 'opened' },
    { offset: 10, at: 1, kind: 'bytes' },
    { offset: 14, at: 2, kind: 'lost' },
    { offset: 14, at: 3, kind: 'opened' },
    { offset: 14, at: 4, kind: 'bytes' },
  ];
  const told = (wanted: number) =>
    outputParts(chunk(10, 8, marks), wanted).map((part) =>
      part.kind === 'mark' ? part.mark.kind : part.kind,
    );
  expect(told(10)).toEqual(['opened', 'bytes', 'lost', 'opened', 'bytes']);
  expect(told(12)).toEqual(['bytes', 'lost', 'opened', 'bytes']);
});

test('an answer that begins later than the wish says how much is missing', () => {
  expect(outputParts(chunk(50, 2, []), 20)[0]).toEqual({ kind: 'cut', bytes: 30 });
});

test('whatever the marks: all bytes from the wish on, once and in order, in pieces that join', () => {
  const marksOf = fc
    .array(
      fc.record({
        offset: fc.integer({ min: 0, max: 20_100 }),
        at: fc.nat(),
        kind: fc.constantFrom('bytes', 'opened', 'lost'),
      }),
    )
    .map((marks) => marks.sort((a, b) => a.offset - b.offset) as ConsoleMark[]);
  fc.assert(
    fc.property(
      marksOf,
      fc.integer({ min: 1, max: 20_000 }),
      fc.integer({ min: 0, max: 150 }),
      (marks, length, ahead) => {
        const output = chunk(100, length, marks);
        const wanted = 50 + ahead;
        let next = Math.min(Math.max(100, wanted), 100 + length);
        for (const part of outputParts(output, wanted)) {
          if (part.kind !== 'bytes') continue;
          expect(part.offset).toBe(next);
          expect(part.bytes[0]).toBe(next & 0xff);
          next += part.bytes.length;
        }
        expect(next).toBe(100 + length);
      },
    ),
  );
});
