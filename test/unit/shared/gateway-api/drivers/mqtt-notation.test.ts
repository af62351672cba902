import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  atPath,
  documentWith,
  parseJsonPath,
  parseMqttAddress,
} from '../../../../../shared/gateway-api/drivers/mqtt-notation.ts';

test('parts topic and path', () => {
  expect(parseMqttAddress('a/b')).toEqual({ ok: true, value: { topic: 'a/b', path: null } });
  expect(parseMqttAddress('$SYS/x#$.a[0]["b c"].d')).toEqual({
    ok: true,
    value: { topic: '$SYS/x', path: ['a', 0, 'b c', 'd'] },
  });
  expect(parseJsonPath('[0][1]')).toEqual([0, 1]);
});

test('refuses what is no concrete topic or no path', () => {
  for (const text of [
    '',
    '#a',
    'a/+/b',
    'a\0b',
    'x'.repeat(70_000),
    'a#',
    'a#.',
    'a#b..c',
    'a#b.',
    'a#[x]',
    'a#b[',
    'a#["x]',
    'a##b',
    'a#.b',
  ]) {
    expect(parseMqttAddress(text).ok, text.slice(0, 20)).toBe(false);
  }
});

test('a value is found where it was put, whatever the path', () => {
  const step = fc.oneof(fc.nat({ max: 20 }), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.jsonValue(), (path, value) => {
      expect(atPath(documentWith(path, value), path)).toEqual(value);
      expect(atPath(JSON.parse(JSON.stringify(documentWith(path, 7))), path)).toBe(7);
    }),
  );
});

test('only own names are followed', () => {
  expect(atPath({}, ['constructor'])).toBeUndefined();
  expect(atPath({ a: null }, ['a', 'b'])).toBeUndefined();
  expect(atPath([1], ['length'])).toBe(1);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  documentWith(['__proto__', 'polluted'], true);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
