import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorTable } from '#shared/errors/error-table.ts';
import { failure, failureSchema, isErrorCode, isRetryable } from '#shared/errors/failure.ts';

const folder = new URL('../../../shared/errors/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('-errors.ts'));
const tables: object[] = await Promise.all(
  files.map(async (name) => {
    const exported = Object.values((await import(new URL(name, folder).href)) as Record<string, object>);
    if (exported.length !== 1) throw new Error(`${name} is one table`);
    return exported[0] ?? {};
  }),
);
const rows = Object.entries(errorTable);
/** Fixed by the gateway contract or a browser, so not sentences of ours. */
const givenTexts = new Set([
  'ROUTE_NOT_FOUND',
  'LOGIN_INVALID',
  'SESSION_MISSING',
  'RESTORE_RUNNING',
  'JOB_CANCELLED',
  'LICENSE_INVALID',
  'UPDATES_EXPIRED',
]);

describe('error table', () => {
  test('no code stands in two of its parts: the later one would take the place of the other', () => {
    const codes = tables.flatMap((table) => Object.keys(table));
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.length).toBe(rows.length);
  });

  test.each(rows)('%s is a code with a sentence and a status', (code, row) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
    expect(row.status).toBeGreaterThanOrEqual(400);
    if (!givenTexts.has(code)) expect(row.sentence).toMatch(/[.}]$/);
    if (!givenTexts.has(code)) expect(row.sentence).not.toMatch(/!|please|sorry|oops/i);
  });

  test('a failure fills in what it knows and leaves a missing value visible', () => {
    const filled = failure('REVISION_OLDER', { file: 'a.zip', revision: '2026.03' });
    expect(filled.message).toBe(
      'a.zip holds revision 2026.03, which is older than the running {running}. Going back has to be allowed explicitly.',
    );
  });

  test('text of the other side is not taken for a placeholder', () => {
    expect(failure('ARCHIVE_BAD_MANIFEST', { file: '{what}', what: 'x' }).message).toContain(
      '{what}: its manifest',
    );
  });

  test('crosses the bridge unchanged, and an unknown code does not', () => {
    const sent = failure('DISK_FULL', { doing: 'receiving the upload' }, 'ENOSPC');
    expect(failureSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
    expect(failureSchema.safeParse({ ...sent, code: 'NOT_A_CODE' }).success).toBe(false);
  });

  test('names are looked up in the table only', () => {
    expect(isErrorCode('DISK_FULL')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isRetryable('PIPELINE_BUSY')).toBe(true);
    expect(isRetryable('SIGNATURE_MISSING')).toBe(false);
  });
});
