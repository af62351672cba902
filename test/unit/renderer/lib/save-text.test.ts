import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from '../../../../renderer/lib/save-text.ts';

const at = new Date(2026, 10, 21, 14, 2, 30).getTime();

test('a file carries what it is of and the moment', () => {
  expect(fileName(['boiler-room', '', 'log'], 'txt', at)).toBe('boiler-room-log-2026-11-21-14-02-30.txt');
  expect(fileName(['Halle 3 / Süd: "Öl"'], 'csv', at)).toBe('Halle-3-Süd-Öl-2026-11-21-14-02-30.csv');
});

test('no name leads out of the folder or is one that a system refuses', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (parts) => {
      expect(fileName(parts, 'txt', at)).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*\.txt$/u);
    }),
  );
});
