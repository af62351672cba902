import { describe, expect, test } from 'vitest';
import {
  managementInput,
  missingKey,
  modeOf,
} from '../../../../../renderer/features/gateways/access-form.ts';
import { nextDialog } from '../../../../../renderer/features/gateways/use-after-connect.ts';
import { boiler, connection } from '../../../../e2e/screens/fixtures.ts';
import { managementBox, plainBox } from '../../../../e2e/screens/live-fixtures.ts';

const empty = { address: '', key: '', rememberKey: true };
const keyed = { ...empty, key: ' gw_abc ' };
const elsewhere = { ...keyed, address: ' https://10.0.0.7:8444/mgmt ' };
const withKey = { ...boiler, management: { ...boiler.management, auth: 'key' as const } };

describe('by which API a box is used', () => {
  test('is read off the entry', () => {
    expect([boiler, plainBox, managementBox, withKey].map(modeOf)).toEqual([
      'account',
      'account',
      'key',
      'both',
    ]);
  });

  test('an account alone leaves to the host what it finds', () => {
    expect(managementInput('account', empty)).toBeUndefined();
    expect(managementInput('account', empty, boiler)).toBeUndefined();
    expect(managementInput('account', empty, withKey)).toBeNull();
  });

  test('a key goes out trimmed; an address only where there are two', () => {
    expect(managementInput('key', elsewhere)).toEqual({ address: null, key: 'gw_abc', rememberKey: true });
    expect(managementInput('both', elsewhere)).toEqual({
      address: 'https://10.0.0.7:8444/mgmt',
      key: 'gw_abc',
      rememberKey: true,
    });
    expect(managementInput('both', empty, withKey)?.key).toBeNull();
  });

  test('a key is asked for where no login can stand in for it', () => {
    expect(missingKey('account', empty, null)).toBeNull();
    expect(missingKey('key', empty, null)).toMatch(/no account/);
    expect(missingKey('key', empty, managementBox)).toBeNull();
    expect(missingKey('both', empty, null)).toBeNull();
    expect(missingKey('both', { ...empty, address: 'x' }, null)).toMatch(/same address/);
    expect(missingKey('both', elsewhere, null)).toBeNull();
  });
});

test('a refused key leads to the entry, a refused password to the login', () => {
  const refused = { ...managementBox, connection: connection('login-needed') };
  expect(nextDialog(refused)?.kind).toBe('edit-gateway');
  expect(nextDialog({ ...boiler, connection: connection('login-needed') })?.kind).toBe('connect');
});
