import { expect, test } from 'vitest';
import {
  licenceProblem,
  licenceWords,
  updatesBlocked,
} from '../../../../../../renderer/features/gateway/licence/licence-view.ts';
import { shotAt } from '../../../../../e2e/screens/fixtures.ts';
import { expiredLicence, licence, noLicence } from '../../../../../e2e/screens/upkeep-fixtures.ts';

test('a licence says until when, and warns in the last month', () => {
  expect(licenceWords(licence, shotAt)).toMatchObject({ mark: 'good', title: 'Licensed' });
  const soon = { ...licence, updatesExpireAt: new Date(shotAt + 10 * 86_400_000).toISOString() };
  expect(licenceWords(soon, shotAt)).toMatchObject({ mark: 'warning' });
  expect(licenceWords(soon, shotAt).text).toContain('10 days left');
  expect(licenceWords(expiredLicence, shotAt).title).toBe('Updates have expired');
  expect(licenceWords(noLicence, shotAt).title).toBe('No licence');
});

test('an update is in reach as the gateway judges it: by the licence, and by when it came out', () => {
  const before = new Date(shotAt).toISOString();
  const after = new Date(shotAt + 403 * 86_400_000).toISOString();
  expect(updatesBlocked(expiredLicence, before)).toContain('Updates expired');
  expect(updatesBlocked(noLicence, before)).toContain('with a licence only');
  expect(updatesBlocked({ valid: false, updatesActive: true }, after)).toBeNull();
  expect(updatesBlocked(licence, before)).toBeNull();
  expect(updatesBlocked(licence, after)).toContain('came out after');
  expect([updatesBlocked(undefined, after), updatesBlocked(licence, undefined)]).toEqual([null, null]);
});

test('without a licence it is said whether updates need one', () => {
  expect(licenceWords(noLicence, shotAt).text).toContain('need a licence');
  expect(licenceWords({ valid: false, updatesActive: true }, shotAt).text).toContain('takes updates');
});

test('a key is sent when both fields are there', () => {
  expect(licenceProblem({ email: 'user@example.com', licenseKey: 'X' })).toBeNull();
  expect(licenceProblem({ email: 'user', licenseKey: 'X' })).toContain('e-mail');
  expect(licenceProblem({ email: 'user@example.com', licenseKey: ' ' })).toContain('key');
});
