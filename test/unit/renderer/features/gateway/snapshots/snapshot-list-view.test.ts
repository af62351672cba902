import { describe, expect, test } from 'vitest';
import {
  comparisonRows,
  comparisonSummary,
  restoreLines,
} from '../../../../../../renderer/features/gateway/snapshots/comparison-view.ts';
import {
  choices,
  chooseBy,
  deleteLines,
} from '../../../../../../renderer/features/gateway/snapshots/snapshot-list-view.ts';
import { shotAt } from '../../../../../e2e/screens/fixtures.ts';
import { inspection, snapshots } from '../../../../../e2e/screens/upkeep-fixtures.ts';

const choice = (id: string) => {
  const found = choices.find((entry) => entry.id === id);
  if (!found) throw new Error(`no choice ${id}`);
  return found;
};

describe('choosing', () => {
  test('takes what the words say', () => {
    const by = (id: string) => {
      const names = chooseBy(snapshots, choice(id), shotAt);
      return snapshots.filter(({ name }) => names.has(name));
    };
    expect(by('all')).toEqual(snapshots);
    expect(by('damaged').map(({ verified }) => verified)).toEqual([false]);
    expect(by('scheduled').every(({ origin }) => origin === 'schedule')).toBe(true);
    expect(by('old')).toEqual(snapshots.slice(-2));
  });
});

describe('deleting says what is lost', () => {
  test('the way back after an upgrade', () => {
    expect(deleteLines(snapshots.slice(2, 3), snapshots)).toEqual([
      'It is deleted from the gateway and cannot be brought back.',
      'It was taken before an upgrade or a restore, as the way back.',
    ]);
    expect(deleteLines(snapshots.slice(1, 3), snapshots)[1]).toContain('One of them was');
  });

  test('the last one', () => {
    expect(deleteLines(snapshots, snapshots).at(-1)).toBe('No snapshot remains on the gateway.');
    expect(deleteLines(snapshots.slice(0, 1), snapshots)).toHaveLength(1);
  });
});

describe('comparison', () => {
  test('a part tells what comes, goes and changes, also what is not listed', () => {
    const rows = comparisonRows(inspection().parts ?? []);
    expect(rows.find(({ part }) => part === 'addresses')).toMatchObject({
      effect: '2 come back, 40 go, 2 change back, and 58 more',
      counts: '214 in the snapshot, 310 now',
      more: 58,
    });
    expect(rows.find(({ part }) => part === 'settings')).toMatchObject({ effect: 'the same', counts: '' });
    expect(rows.find(({ part }) => part === 'gateways')?.effect).toBe('1 goes');
  });

  test('the sentence above: the same, different, or not restorable at all', () => {
    expect(comparisonSummary(inspection())).toEqual({
      mark: 'warning',
      text: 'A restore would change 3 parts: driver instances, addresses, logics.',
    });
    const same = (inspection().parts ?? []).map((part) => ({ ...part, same: true }));
    expect(comparisonSummary(inspection({ parts: same })).mark).toBe('good');
    const checks = [{ check: 'archive', result: 'failed' as const, message: 'A hash differs.', code: null }];
    expect(comparisonSummary(inspection({ checks }))).toEqual({
      mark: 'bad',
      text: 'It cannot be restored. A hash differs.',
    });
    expect(comparisonSummary(inspection({ parts: null })).text).toContain('did not tell');
  });

  test('without a backup first the dialog says so', () => {
    expect(restoreLines('boiler-room', true).at(-1)).toContain('backup is downloaded');
    expect(restoreLines('boiler-room', false).at(-1)).toContain('No backup');
  });
});
