import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { downloadName } from '../../../../electron/workbench/transfers/file-name.ts';

describe('the name of a download', () => {
  test.each([
    ['attachment; filename="box-2026-11-21.zip"', 'box-2026-11-21.zip'],
    ['attachment; filename=box.zip', 'box.zip'],
    ['attachment; filename="a.zip"; filename*=UTF-8\'\'K%C3%A4se.zip', 'Käse.zip'],
    ['attachment; filename="../../etc/passwd"', 'etc_passwd'],
    ['attachment; filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
    ['attachment; filename="C:\\\\x\\\\y.zip"', 'C__x_y.zip'],
    ['attachment; filename="..."', 'fallback.zip'],
    ["attachment; filename*=UTF-8''%E0%A4", 'fallback.zip'],
    [undefined, 'fallback.zip'],
  ])('%s', (header, expected) => {
    expect(downloadName(header, 'fallback.zip')).toBe(expected);
  });

  test('is always one harmless path segment', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const given = downloadName(`attachment; filename="${name}"`, 'x');
        expect(given).not.toMatch(/[/\\\p{Cc}]/u);
        expect(given).not.toMatch(/^\./);
        expect(given.length).toBeGreaterThan(0);
        expect(given.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
