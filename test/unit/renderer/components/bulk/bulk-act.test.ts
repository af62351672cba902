import { describe, expect, test } from 'vitest';
import { ok } from '#shared/result.ts';
import {
  type BulkAct,
  bulkLabel,
  fitting,
  nameList,
  outcomeTitle,
  whyNotDone,
} from '../../../../../renderer/components/bulk/bulk-act.ts';

interface Row {
  name: string;
  enabled: boolean;
}
const on: Row = { name: 'on', enabled: true };
const off: Row = { name: 'off', enabled: false };
const enable: BulkAct<Row> = {
  id: 'enable',
  verb: 'Enable',
  done: 'enabled',
  fits: ({ enabled }) => !enabled,
  noneFits: 'All that are chosen are enabled already.',
  whyNot: (rows) => (rows.length > 2 ? 'At most two.' : null),
  lines: () => [],
  run: async () => ok(null),
};

describe('an act for many', () => {
  test('takes those that it is for, and says how many', () => {
    expect(fitting(enable, [on, off])).toEqual([off]);
    expect(bulkLabel(enable, [on, off])).toBe('Enable 1 of 2…');
    expect(bulkLabel(enable, [off, off])).toBe('Enable 2…');
    expect(bulkLabel(enable, [on])).toBe('Enable…');
  });
  test('says why not: the account first, then what is chosen, then what may not go together', () => {
    expect(whyNotDone(enable, [off], 'Log in as an administrator.')).toBe('Log in as an administrator.');
    expect(whyNotDone(enable, [on], null)).toBe('All that are chosen are enabled already.');
    expect(whyNotDone(enable, [off, off, off], null)).toBe('At most two.');
    expect(whyNotDone(enable, [off, on, on], null)).toBeNull();
  });
});

test('names: eight, and how many more', () => {
  expect(nameList(['a', 'b'])).toBe('a, b');
  expect(nameList(Array.from({ length: 11 }, (_, n) => `n${n}`))).toBe(
    'n0, n1, n2, n3, n4, n5, n6, n7 and 3 more',
  );
});

test('how it ended', () => {
  expect(outcomeTitle({ done: 'deleted' }, ['address', 'addresses'], 2, 5)).toBe('2 of 5 addresses deleted');
});
