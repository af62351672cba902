import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOwnInput } from '#shared/serial/own-input.ts';

test('keys in any batches become the same text, and what is taken back is not in it', () => {
  const key = fc.constantFrom('a', 'b', 'ä', ' ', '\r\n', '\b \b');
  fc.assert(
    fc.property(fc.array(key), fc.integer({ min: 1, max: 7 }), (keys, batch) => {
      const single = createOwnInput();
      const batched = createOwnInput();
      const one = keys.map((each) => single.type(each)).join('') + single.flush();
      let many = '';
      for (let from = 0; from < keys.length; from += batch)
        many += batched.type(keys.slice(from, from + batch).join(''));
      expect(many + batched.flush()).toBe(one);
      expect(one).not.toContain('\b');
      expect(one.split('\n')).toHaveLength(keys.filter((each) => each === '\r\n').length + 1);
    }),
  );
});

test('a line that never ends is written in pieces, and nothing typed is nothing', () => {
  const input = createOwnInput();
  expect(input.flush()).toBe('');
  expect(input.type('\r\n')).toBe('\n');
  const written = input.type('x'.repeat(5_000));
  expect(written).toBe(`[typed: ${'x'.repeat(5_000)}]`);
});
