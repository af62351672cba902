import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Activity, activityTypes } from '#shared/gateway-api/management-api.ts';
import {
  type ActivityFormat,
  activityCsv,
  activityJson,
} from '../../../../../../renderer/features/gateway/activity/activity-file.ts';
import {
  activityTitle,
  addressOf,
  detailLines,
  isUnwelcome,
  joinPages,
  olderThan,
  typeWords,
} from '../../../../../../renderer/features/gateway/activity/activity-view.ts';

const entry = (id: number | string, rest: Partial<Activity> = {}): Activity => ({
  id: `act-${id}`,
  type: 'session',
  action: 'created',
  target: 'admin',
  user: 'admin',
  timestamp: '2026-11-21T13:02:30.125Z',
  details: { address: '10.0.0.21' },
  ...rest,
});

test('the filter knows every kind of the contract', () => {
  expect(Object.keys(typeWords).sort()).toEqual([...activityTypes].sort());
});

describe('words', () => {
  test('what was done', () => {
    expect(activityTitle(entry(1, { type: 'api-key', action: 'revoked' }))).toBe('API key revoked');
    expect(activityTitle(entry(1))).toBe('Logged in');
    expect(activityTitle(entry(1, { action: 'refused' }))).toBe('Login refused');
    expect(activityTitle(entry(1, { type: 'account', action: 'password-changed' }))).toBe(
      'Account password changed',
    );
  });
  test('what was refused or failed stands out', () => {
    expect(['refused', 'download failed', 'rolled-back'].every((action) => isUnwelcome({ action }))).toBe(
      true,
    );
    expect(['created', 'succeeded', 'unlocked'].some((action) => isUnwelcome({ action }))).toBe(false);
  });
  test('the address has its own place', () => {
    const shown = entry(1, { details: { address: '10.0.0.21', from: '2026.02.3', job: { id: 1 } } });
    expect(addressOf(shown)).toBe('10.0.0.21');
    expect(detailLines(shown)).toEqual([
      { name: 'from', value: '2026.02.3' },
      { name: 'job', value: '{"id":1}' },
    ]);
    expect(addressOf(entry(1, { details: {} }))).toBeNull();
  });
});

describe('pages', () => {
  const all = Array.from({ length: 250 }, (_, index) => entry(1_000 - index));

  test('older ones are asked for behind the last entry, until a page is short', () => {
    expect(olderThan([all.slice(0, 100)], 100)).toBe('act-901');
    expect(olderThan([all.slice(0, 100), all.slice(100, 200)], 100)).toBe('act-801');
    expect(olderThan([all.slice(0, 100), all.slice(100, 200), all.slice(200)], 100)).toBeNull();
    expect(olderThan([[]], 100)).toBeNull();
  });

  test('a box that does not know `before` and answers the same page again does not go on for ever', () => {
    const page = all.slice(0, 100);
    expect(olderThan([page, page], 100)).toBeNull();
    expect(joinPages([page, page])).toEqual(page);
  });

  test('an entry that moved to the next page meanwhile is there once', () => {
    expect(joinPages([all.slice(0, 100), all.slice(99, 199)])).toEqual(all.slice(0, 199));
  });
});

const whole = ({ head, piece, tail }: ActivityFormat, activities: readonly Activity[]): string =>
  head + piece(activities, true) + tail;

describe('files', () => {
  test('CSV: columns, quotes, line ends, and no formula for a spreadsheet', () => {
    const csv = whole(activityCsv, [
      entry(1, { target: '=HYPERLINK("http://x")', user: 'a,b', details: { address: '10.0.0.21', n: 1 } }),
    ]);
    expect(csv).toBe(
      '\uFEFFtimestamp,user,type,action,target,address,details,id\r\n' +
        '2026-11-21T13:02:30.125Z,"a,b",session,created,"\'=HYPERLINK(""http://x"")",10.0.0.21,"{""n"":1}",act-1\r\n',
    );
  });

  test('CSV: whatever is in a field, there are as many fields and rows as entries', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (targets) => {
        const rows = parseCsv(
          whole(
            activityCsv,
            targets.map((target, index) => entry(index, { target })),
          ),
        );
        expect(rows).toHaveLength(targets.length + 1);
        expect(rows.every((row) => row.length === 8)).toBe(true);
        expect(rows.slice(1).map((row) => (row[4] ?? '').replace(/^'(?='*[=+\-@\t\r])/, ''))).toEqual(
          targets,
        );
      }),
    );
  });

  test('JSON is what the gateway answers', () => {
    expect(JSON.parse(whole(activityJson, [entry(1)]))).toEqual({ activities: [entry(1)] });
  });
});

/** A reader of RFC 4180 of its own, so that the writer is not checked by itself. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 1; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') {
        field += '"';
        at++;
      } else if (sign === '"') quoted = false;
      else field += sign;
    } else if (sign === '"') quoted = true;
    else if (sign === ',') {
      row.push(field);
      field = '';
    } else if (sign === '\r' && text[at + 1] === '\n') {
      row.push(field);
      rows.push(row);
      row = [];
      field = '';
      at++;
    } else field += sign;
  }
  return rows;
}
