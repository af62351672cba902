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

test('only a licence whose updates expired stands in the way of an update', () => {
  expect(updatesBlocked(expiredLicence)).toContain('Updates expired');
  expect([licence, undefined].map(updatesBlocked)).toEqual([null, null]);
});

test('a key is sent when both fields are there', () => {
  expect(licenceProblem({ email: 'user@example.com', licenseKey: 'X' })).toBeNull();
  expect(licenceProblem({ email: 'user', licenseKey: 'X' })).toContain('e-mail');
  expect(licenceProblem({ email: 'user@example.com', licenseKey: ' ' })).toContain('key');
});
