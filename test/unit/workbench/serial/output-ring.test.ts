import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOutputRing } from '../../../../electron/workbench/serial/output-ring.ts';

const block = 64 * 1024;
const counted = (from: number, length: number) =>
  Uint8Array.from({ length }, (_, index) => (from + index) % 251);

describe('the ring of a console', () => {
  test('any writing and reading: what is kept is at its offset, what is cut is said, nothing in between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), bytes: fc.nat(90_000) }),
      fc.record({ kind: fc.constant('read' as const), from: fc.nat(600_000), bytes: fc.nat(200_000) }),
      fc.record({ kind: fc.constant('clear' as const) }),
      fc.record({ kind: fc.constant('resize' as const), blocks: fc.integer({ min: 1, max: 4 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 4 }), (steps, first) => {
        let blocks = first;
        let gone = 0;
        const ring = createOutputRing(first * block);
        let total = 0;
        let cleared = 0;
        for (const each of steps) {
          if (each.kind === 'write') {
            ring.append(counted(total, each.bytes), total);
            total += each.bytes;
          } else if (each.kind === 'clear') {
            ring.clear();
            cleared = total;
          } else if (each.kind === 'resize') {
            ring.resize(each.blocks * block);
            blocks = each.blocks;
          } else {
            const part = ring.read(each.from, each.bytes);
            const from = Math.min(Math.max(each.from, part.cutBefore), total);
            expect(part).toMatchObject({ from, total });
            expect(Buffer.from(part.bytes).equals(counted(part.from, part.bytes.length))).toBe(true);
            expect(part.bytes.length).toBe(Math.min(each.bytes, total - from));
          }
          gone = Math.max(gone, total - blocks * block);
          expect(ring.cutBefore()).toBeLessThanOrEqual(Math.max(cleared, gone));
          expect(total - ring.cutBefore()).toBeLessThan((blocks + 1) * block);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('pulled in any pieces, each mark comes once, in order, and the first tells when the first byte came', () => {
    const arrival = fc.record({ bytes: fc.integer({ min: 1, max: 40 }), gapMs: fc.nat(40) });
    fc.assert(
      fc.property(
        fc.array(arrival, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (all, piece) => {
          const ring = createOutputRing(block);
          const times: number[] = [];
          let at = 1_000;
          for (const { bytes, gapMs } of all) {
            at += gapMs;
            ring.append(new Uint8Array(bytes), at);
            for (let index = 0; index < bytes; index++) times.push(at);
          }
          const seen: string[] = [];
          for (let from = 0; from < ring.total(); from += piece) {
            const { marks, bytes } = ring.read(from, piece);
            const first = marks[0];
            expect(first?.offset).toBeLessThanOrEqual(from);
            expect((times[from] ?? 0) - (first?.at ?? 0)).toBeLessThan(10);
            expect(marks.every((mark) => mark.offset < from + bytes.length)).toBe(true);
            seen.push(...marks.filter((mark) => mark.offset >= from).map((mark) => `${mark.offset}`));
          }
          expect(seen).toEqual([...new Set(seen)]);
          expect(seen).toEqual(ring.read(0, ring.total()).marks.map((mark) => `${mark.offset}`));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('what happened to the line stands where it happened, once', () => {
    const ring = createOutputRing(block);
    ring.note('opened', 1);
    ring.append(counted(0, 10), 2);
    ring.note('lost', 500);
    ring.note('opened', 900);
    ring.append(counted(10, 10), 901);
    expect(ring.read(0, 10).marks).toEqual([
      { offset: 0, at: 1, kind: 'opened' },
      { offset: 0, at: 2, kind: 'bytes' },
    ]);
    expect(ring.read(10, 10).marks.map(({ kind, at }) => [kind, at])).toEqual([
      ['lost', 500],
      ['opened', 900],
      ['bytes', 901],
    ]);
    expect(ring.read(15, 5).marks).toEqual([{ offset: 10, at: 901, kind: 'bytes' }]);
  });

  test('a day of single bytes costs bounded memory, and an answer stays small', () => {
    const ring = createOutputRing(8 * 1024 * 1024);
    const one = Uint8Array.of(0x2e);
    for (let index = 0; index < 200_000; index++) ring.append(one, index * 20);
    const part = ring.read(0, 1024 * 1024);
    expect(part.marks.length).toBeLessThanOrEqual(4_097);
    let marks = 0;
    for (let from = 0; from < ring.total(); ) {
      const next = ring.read(from, 1024 * 1024);
      marks += next.marks.length;
      from += next.bytes.length;
    }
    expect(marks).toBeLessThan(70_000);
    expect(ring.read(199_999, 1).marks[0]?.at).toBe(199_999 * 20);
  });

  test('own input stands where it was typed, keys in a row as one, also before anything follows', () => {
    const ring = createOutputRing(block);
    ring.append(counted(0, 10), 1);
    for (const key of 'abc') ring.typed({ text: key, by: 'one' }, 2);
    ring.typed({ text: 'd', by: 'other' }, 3);
    const all = [
      { offset: 10, at: 2, kind: 'typed', own: { text: 'abc', by: 'one' } },
      { offset: 10, at: 3, kind: 'typed', own: { text: 'd', by: 'other' } },
    ];
    expect(ring.read(0, 100)).toMatchObject({ marks: [{ kind: 'bytes' }], pending: all });
    expect(ring.read(0, 5).pending).toEqual([]);
    ring.append(counted(10, 1), 50);
    expect(ring.read(10, 1).marks.filter(({ kind }) => kind === 'typed')).toEqual(all);
    expect(ring.read(10, 1).pending).toEqual([]);
  });

  test('typing for days into a silent device costs bounded memory, and the newest is kept', () => {
    const ring = createOutputRing(block);
    const line = 'x'.repeat(4_000);
    for (let index = 0; index < 2_000; index++) ring.typed({ text: `${index} ${line}`, by: 'one' }, index);
    const { pending } = ring.read(0, 1);
    const characters = pending.reduce((sum, { own }) => sum + (own?.text.length ?? 0), 0);
    expect(characters).toBeLessThanOrEqual(1024 * 1024);
    expect(pending.at(-1)?.own?.text.startsWith('1999 ')).toBe(true);
  });
});
