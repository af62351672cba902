import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { etagOf, etagOfNeverSet, matches } from '../../../../electron/fleet/target-state/etag.ts';

const target = { version: 3, apps: {}, config: { intervals: { agent: { reportIntervalMs: 10_000 } } } };

describe('the tag of a target state', () => {
  test('SHA-1 in hex, without quotes, of the JSON of version, apps and config (wire §1.6)', () => {
    const json = '{"version":3,"apps":{},"config":{"intervals":{"agent":{"reportIntervalMs":10000}}}}';
    expect(etagOf(target)).toBe(createHash('sha1').update(json).digest('hex'));
    expect(etagOf({ ...target, version: 4 })).not.toBe(etagOf(target));
    expect(etagOf({ held: true, ...target } as typeof target)).toBe(etagOf(target));
    expect(etagOf({ version: 1, apps: {}, config: {} })).toMatch(/^[0-9a-f]{40}$/);
  });

  test('of a state that was never set: 32 base64 characters, the same each time, another one for each agent', () => {
    expect(etagOfNeverSet('a')).toMatch(/^[A-Za-z0-9+/]{32}$/);
    expect(etagOfNeverSet('a')).toBe(etagOfNeverSet('a'));
    expect(etagOfNeverSet('a')).not.toBe(etagOfNeverSet('b'));
  });

  test.each([
    ['abc', true],
    ['"abc"', true],
    ['*', true],
    ['"x", "abc"', true],
    ['W/"abc"', false],
    ['"ab"', false],
    ['', false],
  ])('If-Match %s on abc: %s', (given, expected) => {
    expect(matches(given, 'abc')).toBe(expected);
    expect(matches(given, null)).toBe(false);
  });
});
