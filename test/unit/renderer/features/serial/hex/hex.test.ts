import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok } from '#shared/result.ts';
import { createBytePages, pageBytes } from '../../../../../../renderer/features/serial/hex/byte-pages.ts';
import { hexQuery } from '../../../../../../renderer/features/serial/hex/hex-query.ts';
import {
  firstRowOffset,
  hexColumn,
  hexRow,
  hitColumns,
  rowCount,
} from '../../../../../../renderer/features/serial/hex/hex-rows.ts';
import {
  hexWindow,
  shownBytes,
  showsAll,
} from '../../../../../../renderer/features/serial/hex/hex-window.ts';
import { eventually } from '../../../../../fakes/eventually.ts';

describe('rows', () => {
  test('begin at multiples of 16, whatever was let go', () => {
    expect(firstRowOffset(37)).toBe(32);
    expect(rowCount(0, 0)).toBe(0);
    expect(rowCount(0, 16)).toBe(1);
    expect(rowCount(37, 49)).toBe(2);
  });

  test('offset, hexadecimal in two halves, characters; unread and absent bytes are not made up', () => {
    const bytes = new TextEncoder().encode('Hi\r\n');
    const row = hexRow(16, (offset) =>
      offset < 20 ? (bytes[offset - 16] ?? null) : offset === 20 ? null : undefined,
    );
    expect(row.offset).toBe('00000010');
    expect(row.hex.slice(0, 15)).toBe('48 69 0d 0a ·· ');
    expect(row.ascii.slice(0, 5)).toBe('Hi.. ');
    expect(hexRow(0, () => 0x41).hex).toBe(`${'41 '.repeat(8)} ${'41 '.repeat(8)}`.trimEnd());
  });
});

describe('pages', () => {
  const setUp = (host: { total: number; cutBefore: number }) => {
    const reads: number[] = [];
    let drawn = 0;
    const pages = createBytePages({
      async read(from, maxBytes) {
        reads.push(from);
        const start = Math.min(Math.max(from, host.cutBefore), host.total);
        const length = Math.min(maxBytes, host.total - start);
        const bytes = Uint8Array.from({ length }, (_, at) => (start + at) % 251);
        return ok({ from: start, total: host.total, cutBefore: host.cutBefore, marks: [], bytes });
      },
      onRead: () => {
        drawn += 1;
      },
    });
    return { pages, reads, drawn: () => drawn };
  };

  test('only what is looked at is read, once', async () => {
    const { pages, reads, drawn } = setUp({ total: 10 * pageBytes, cutBefore: 0 });
    const [from, to] = [3 * pageBytes - 10, 3 * pageBytes + 10];
    expect(pages.byteAt(from)).toBeNull();
    pages.want(from, to, 10 * pageBytes);
    pages.want(from, to, 10 * pageBytes);
    await eventually(drawn).toBe(2);
    pages.want(from, to, 10 * pageBytes);
    expect(reads).toEqual([2 * pageBytes, 3 * pageBytes]);
    expect(pages.byteAt(from)).toBe(from % 251);
    expect(pages.byteAt(to)).toBe(to % 251);
  });

  test('the last page is read again when more has arrived', async () => {
    const host = { total: 100, cutBefore: 0 };
    const { pages, reads, drawn } = setUp(host);
    pages.want(0, 100, 100);
    await eventually(drawn).toBe(1);
    host.total = 200;
    pages.want(0, 200, 200);
    await eventually(drawn).toBe(2);
    expect(reads).toEqual([0, 0]);
    expect(pages.byteAt(199)).toBe(199);
  });

  test('what was let go moves nothing: each byte stays at its offset', async () => {
    const { pages, drawn } = setUp({ total: 3 * pageBytes, cutBefore: pageBytes + 7 });
    pages.want(pageBytes, pageBytes + 100, 3 * pageBytes);
    await eventually(drawn).toBe(1);
    expect(pages.byteAt(pageBytes + 6)).toBeNull();
    expect(pages.byteAt(pageBytes + 7)).toBe((pageBytes + 7) % 251);
    expect(pages.byteAt(2 * pageBytes)).toBeNull();
  });
});

test('what is looked for among bytes: hexadecimal behind 0x, text otherwise', () => {
  expect(hexQuery('')).toBeNull();
  expect(hexQuery('0x0d 0A')).toEqual(Uint8Array.of(0x0d, 0x0a));
  expect(hexQuery('0x1b5b')).toEqual(Uint8Array.of(0x1b, 0x5b));
  expect(hexQuery('0x1')).toEqual(new TextEncoder().encode('0x1'));
  expect(hexQuery('ä')).toEqual(Uint8Array.of(0xc3, 0xa4));
});

test('a hit is marked in its rows and columns, also over the end of a row', () => {
  const hit = { at: 14, bytes: 4 };
  expect(hitColumns(0, hit)).toEqual([14, 16]);
  expect(hitColumns(16, hit)).toEqual([0, 2]);
  expect(hitColumns(32, hit)).toBeNull();
  expect(hitColumns(0, null)).toBeNull();
  const { hex } = hexRow(0, (offset) => offset);
  for (const column of [0, 7, 8, 15])
    expect(hex.slice(hexColumn(column), hexColumn(column) + 2)).toBe(column.toString(16).padStart(2, '0'));
});

test('no more rows than browsers draw: the newest, or those around an older hit', () => {
  const small = { cutBefore: 10, total: 1_000 };
  expect(hexWindow(small, 20)).toEqual(small);
  expect(showsAll(small, hexWindow(small, null))).toBe(true);
  fc.assert(
    fc.property(
      fc.nat(1e8),
      fc.nat(64 * 1024 * 1024),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (cutBefore, length, at) => {
        const kept = { cutBefore, total: cutBefore + length };
        const hit = cutBefore + Math.floor(at * Math.max(0, length - 1));
        const shown = hexWindow(kept, hit);
        expect(shown.total - shown.cutBefore).toBeLessThanOrEqual(shownBytes);
        expect(rowCount(shown.cutBefore, shown.total)).toBeLessThanOrEqual(shownBytes / 16 + 1);
        expect(shown.cutBefore).toBeGreaterThanOrEqual(cutBefore);
        expect(shown.total).toBeLessThanOrEqual(kept.total);
        if (length > 0) expect(hit >= shown.cutBefore && hit < shown.total).toBe(true);
      },
    ),
  );
});
