import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allState,
  chosenWords,
  pickedOf,
  toggled,
  withAll,
  withRange,
} from '../../../../../renderer/components/data-table/table-selection.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];
const ids = fc.uniqueArray(fc.constantFrom(...shown, 'hidden-1', 'hidden-2'));

test('a row that is gone, or may not be chosen, is not among the picked ones', () => {
  const rows = [{ id: 'c' }, { id: 'a' }, { id: 'kept' }];
  const rowId = ({ id }: { id: string }) => id;
  const whyNot = ({ id }: { id: string }) => (id === 'kept' ? 'It is the last one.' : null);
  expect(pickedOf(rows, new Set(['a', 'gone', 'c', 'kept']), { rowId, whyNot })).toEqual([rows[0], rows[1]]);
  expect(pickedOf(rows, new Set(['kept']), { rowId })).toEqual([rows[2]]);
});

describe('with Shift', () => {
  test('every row from the one before to this one, in either direction', () => {
    expect([...withRange(new Set(['b']), shown, 'b', 'd')]).toEqual(['b', 'c', 'd']);
    expect([...withRange(new Set(['d']), shown, 'd', 'b')].sort()).toEqual(['b', 'c', 'd']);
  });
  test('lets a range go when this one is chosen', () => {
    expect([...withRange(new Set(shown), shown, 'b', 'd')]).toEqual(['a', 'e']);
  });
  test('only this one when there is none before, or the filter hides it', () => {
    expect([...withRange(new Set(), shown, null, 'c')]).toEqual(['c']);
    expect([...withRange(new Set(['hidden-1']), shown, 'hidden-1', 'c')]).toEqual(['hidden-1', 'c']);
  });
  test('never touches a row outside of the range', () => {
    fc.assert(
      fc.property(ids, fc.constantFrom(...shown), fc.constantFrom(...shown), (list, from, id) => {
        const chosen = new Set(list);
        const next = withRange(chosen, shown, from, id);
        const [low, high] = [shown.indexOf(from), shown.indexOf(id)].sort((a, b) => a - b);
        for (const one of [...shown, 'hidden-1', 'hidden-2']) {
          const at = shown.indexOf(one);
          const inside = at >= (low ?? 0) && at <= (high ?? 0);
          expect(next.has(one)).toBe(inside ? !chosen.has(id) : chosen.has(one));
        }
      }),
    );
  });
});

describe('the box in the header', () => {
  test('is half when some of the shown rows are chosen; hidden ones do not count', () => {
    expect(allState(new Set(['hidden-1']), shown)).toBe('none');
    expect(allState(new Set(['a', 'hidden-1']), shown)).toBe('some');
    expect(allState(new Set(shown), shown)).toBe('all');
  });
  test('chooses what the filter shows, then lets exactly that go', () => {
    fc.assert(
      fc.property(ids, (list) => {
        const chosen = new Set(list);
        const hidden = list.filter((id) => id.startsWith('hidden'));
        const once = withAll(chosen, shown);
        if (allState(chosen, shown) === 'all') {
          expect([...once].sort()).toEqual(hidden.sort());
        } else {
          expect([...once].sort()).toEqual([...shown, ...hidden].sort());
          expect([...withAll(once, shown)].sort()).toEqual(hidden.sort());
        }
      }),
    );
  });
});

test('one more press takes one back', () => {
  expect([...toggled(toggled(new Set(['a']), 'b'), 'a')]).toEqual(['b']);
});

test('what the filter hides is told: an act takes it along', () => {
  expect(chosenWords(new Set(['a', 'b']), shown)).toBe('2 chosen');
  expect(chosenWords(new Set(['a', 'hidden-1']), shown)).toBe('2 chosen, 1 of them hidden by the filter');
  expect(chosenWords(new Set(['hidden-1']), shown)).toBe('1 chosen, all hidden by the filter');
});
