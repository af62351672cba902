import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesToTry } from '../../../../electron/workbench/gateways/address.ts';

const tries = (typed: string) => {
  const result = addressesToTry(typed);
  return result.ok ? result.value : result.failure.code;
};

describe('addresses to try', () => {
  test.each([
    ['10.0.0.7', ['https://10.0.0.7', 'http://10.0.0.7']],
    [' boiler-room ', ['https://boiler-room', 'http://boiler-room']],
    ['10.0.0.7:8480', ['https://10.0.0.7:8480', 'http://10.0.0.7:8480']],
    ['http://10.0.0.7:8480/', ['http://10.0.0.7:8480']],
    ['HTTPS://Boiler.Example:443/box//', ['https://boiler.example/box']],
    ['http://x:80', ['http://x']],
    ['fe80::1', ['https://[fe80::1]', 'http://[fe80::1]']],
    ['[::1]:8480', ['https://[::1]:8480', 'http://[::1]:8480']],
    ['10.0.0.7/gw/1', ['https://10.0.0.7/gw/1', 'http://10.0.0.7/gw/1']],
  ])('%s', (typed, expected) => {
    expect(tries(typed)).toEqual(expected);
  });

  test.each([
    'ftp://10.0.0.7',
    'file:///etc/passwd',
    'http://',
    'https:///x',
    'http://user:secret@box',
    'box?x=1',
    'box#x',
    'two words',
    'box\\share',
    'box:99999',
    'box:0',
    ':8480',
    'http://[::1',
  ])('%s is refused, not repaired', (typed) => {
    expect(tries(typed)).toBe('ADDRESS_INVALID');
  });

  test('8480 or any other port is never guessed', () => {
    expect(JSON.stringify(tries('gateway.local'))).not.toMatch(/:\d/);
  });

  test('what it answers is stable: typed again it means itself, and it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.ipV4(),
          fc.ipV6(),
          fc.webPath().map((path) => `https://box${path}`),
        ),
        (typed) => {
          const result = addressesToTry(typed);
          if (!result.ok) return;
          for (const address of result.value) {
            expect(address).toMatch(/^https?:\/\/[^/\s]+/);
            expect(address.endsWith('/')).toBe(false);
            expect(tries(address)).toEqual([address]);
          }
        },
      ),
    );
  });
});
