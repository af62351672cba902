import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receivedName } from '#platform/transfer/received-name.ts';

describe('the name of a received file', () => {
  test.each([
    ['firmware.bin', 'firmware.bin'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\x\\y.zip', 'y.zip'],
    ['C:y.zip', 'C_y.zip'],
    ['/', 'received'],
    ['..', 'received'],
    ['', 'received'],
    ['.bashrc', 'bashrc'],
    ['a\0b\u202egnp.exe', 'a_b_gnp.exe'],
    ['nul', '_nul'],
    ['COM1.txt', '_COM1.txt'],
    ['name. . ', 'name'],
    [`${'x'.repeat(4_096)}.bin`, `${'x'.repeat(176)}.bin`],
    [`a.${'x'.repeat(4_096)}`, `a.${'x'.repeat(178)}`],
  ])('%j', (given, expected) => {
    expect(receivedName(given, 'received')).toBe(expected);
  });

  test('is always one harmless path segment, however it was sent', () => {
    const names = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(names, (given) => {
        const name = receivedName(given, 'received');
        expect(name).not.toMatch(/[/\\:\p{Cc}]/u);
        expect(name).not.toMatch(/^[.\s]|[.\s]$/u);
        expect(name).not.toMatch(/^(con|nul|aux|prn)(\.|$)/i);
        expect(name.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(181);
        expect(receivedName(name, 'received')).toBe(name);
      }),
    );
  });
});
