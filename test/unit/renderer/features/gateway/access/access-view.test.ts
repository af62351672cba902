import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apiKeyPermissions } from '#shared/gateway-api/management-api.ts';
import {
  expiryOf,
  keyState,
  passwordProblem,
  passwordReady,
  permissionChoices,
  permissionWord,
  sortedAccounts,
  sortedKeys,
  usernameProblem,
  whyKept,
  whyKeptTogether,
  whyNotDeleted,
} from '../../../../../../renderer/features/gateway/access/access-view.ts';
import { passwordDigest } from '../../../../../../renderer/features/gateway/access/password-digest.ts';
import { shotAt } from '../../../../../e2e/screens/fixtures.ts';
import { accounts, apiKeys } from '../../../../../e2e/screens/upkeep-fixtures.ts';

test('the digest is the one that the login sends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (password) => {
      expect(passwordDigest(password)).toBe(createHash('md5').update(password, 'utf8').digest('hex'));
    }),
  );
});

describe('accounts', () => {
  const [admin, service] = accounts;
  if (!admin || !service) throw new Error('the fixture has accounts');

  test('the last administrator cannot go, another one can', () => {
    expect(whyKept(admin, accounts)).toContain('last administrator');
    expect(whyKept(service, accounts)).toBeNull();
    expect(whyKept(admin, [...accounts, { ...service, administrator: true }])).toBeNull();
  });

  test('not oneself, and never all administrators together', () => {
    const second = { ...admin, id: 'second', username: 'second' };
    const all = [admin, second, service];
    expect(whyNotDeleted(admin, all, 'admin')).toContain('You are logged in');
    expect(whyNotDeleted(second, all, 'admin')).toBeNull();
    expect(whyNotDeleted(admin, accounts, 'somebody')).toContain('last administrator');
    expect(whyKeptTogether([admin, second], all)).toContain('One has to stay');
    expect(whyKeptTogether([second, service], all)).toBeNull();
  });

  test('administrators come first, then names as people count', () => {
    const names = sortedAccounts([
      { ...service, username: 'line-10' },
      { ...service, username: 'line-9' },
      admin,
    ]).map(({ username }) => username);
    expect(names).toEqual(['admin', 'line-9', 'line-10']);
  });

  test('a name is taken whatever its case and spaces; its own is not', () => {
    expect(usernameProblem(' Admin ', accounts)).toContain('already');
    expect(usernameProblem('admin', accounts, admin.id)).toBeNull();
    expect(usernameProblem('nobody', accounts)).toBeNull();
  });
});

test('a password is long enough and typed twice alike', () => {
  expect(passwordProblem('', '')).toEqual({});
  expect(passwordProblem('short', '')).toHaveProperty('password');
  expect(passwordProblem('long enough', 'long enougH')).toHaveProperty('repeated');
  expect(passwordReady('long enough', 'long enough')).toBe(true);
  expect([passwordReady('short', 'short'), passwordReady('long enough', '')]).toEqual([false, false]);
});

describe('keys', () => {
  test('every permission of the contract has its word', () => {
    expect(permissionChoices.map(({ value }) => value).sort()).toEqual([...apiKeyPermissions].sort());
    expect(permissionWord('none')).toBe('Licence only');
  });

  test('the end is counted from now', () => {
    expect(expiryOf('never', shotAt)).toBeNull();
    expect(Date.parse(expiryOf('30', shotAt) ?? '') - shotAt).toBe(30 * 86_400_000);
  });

  test('the state of one, and those that work come first', () => {
    expect(apiKeys.map((key) => keyState(key, shotAt).mark)).toEqual(['good', 'warning', 'idle', 'good']);
    expect(sortedKeys(apiKeys, shotAt).map(({ id }) => id)).toEqual(['key-1', 'key-2', 'key-4', 'key-3']);
  });
});
