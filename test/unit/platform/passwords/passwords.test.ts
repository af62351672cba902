import { expect, test } from 'vitest';
import { createPasswords, isPasswordHash } from '../../../../electron/platform/passwords/passwords.ts';

const passwords = createPasswords();

test('a hash verifies its own secret only, and two of the same secret differ', async () => {
  const [first, second] = await Promise.all([passwords.hash('secret'), passwords.hash('secret')]);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(isPasswordHash(first)).toBe(true);
  expect(await passwords.verify('secret', first)).toBe(true);
  expect(await passwords.verify('secret', second)).toBe(true);
  expect(await passwords.verify('Secret', first)).toBe(false);
});

test('an unknown account is never verified', async () => {
  expect(await passwords.verify('secret', null)).toBe(false);
  expect(await passwords.verify('secret', 'rubbish')).toBe(false);
});

test('an empty secret is wrong, and no fault', async () => {
  const encoded = await passwords.hash('secret');
  expect(await passwords.verify('', encoded)).toBe(false);
  expect(await passwords.verify('', null)).toBe(false);
});

const good = '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
test.each([
  [good, true],
  [good.replace('argon2id', 'argon2i'), false],
  [good.replace('m=64', 'm=999999'), false],
  [good.replace('m=64', 'm=7'), false],
  [good.replace('t=1', 't=99'), false],
  [good.replace('t=1', 't=0'), false],
  [good.replace('p=1', 'p=0'), false],
  [good.replace('c29tZXNhbHRzb21lc2FsdA', 'c2FsdA'), false],
  ['', false],
])('%s is one that may be checked: %s', (encoded, expected) => {
  expect(isPasswordHash(encoded)).toBe(expected);
});
