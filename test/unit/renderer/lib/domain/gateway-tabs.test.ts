import { describe, expect, test } from 'vitest';
import { missingLine, tabsOf } from '../../../../../renderer/lib/domain/gateway-tabs.ts';
import { gatewayTabs } from '../../../../../renderer/lib/routes.ts';
import { boiler, connection } from '../../../../e2e/screens/fixtures.ts';
import { managementBox, plainBox } from '../../../../e2e/screens/live-fixtures.ts';

describe('tabs of a box', () => {
  test('one with everything shows everything, without a word', () => {
    expect(tabsOf(boiler)).toEqual([...gatewayTabs]);
    expect(missingLine(boiler)).toBeNull();
  });

  test('a plain one shows what the documented system API can do, and says what is missing', () => {
    expect(tabsOf(plainBox)).toEqual(['overview', 'maintain', 'points', 'access']);
    expect(missingLine(plainBox)).toMatch(/plain gateway.*only the system API/);
  });

  test('one with the management API alone has no maintenance', () => {
    expect(tabsOf(managementBox)).not.toEqual(expect.arrayContaining(['maintain']));
    expect(tabsOf(managementBox)).toEqual(expect.arrayContaining(['processes', 'logs', 'updates']));
    expect(missingLine(managementBox)).toMatch(/Only the management API/);
  });

  test('a plain one with both APIs still has no snapshots', () => {
    const both = { ...plainBox, offers: { system: true, management: true } };
    expect(tabsOf(both)).not.toContain('snapshots');
    expect(missingLine(both)).toMatch(/without extensions/);
  });

  test('nothing is claimed of a box that was never reached', () => {
    const away = connection('disconnected');
    expect(missingLine({ ...plainBox, identity: null, connection: away })).toBeNull();
  });

  test('one that answers and does not say what it is is a plain one', () => {
    expect(missingLine({ ...boiler, identity: null })).toMatch(/plain gateway without extensions/);
    expect(tabsOf({ ...boiler, identity: null })).not.toContain('snapshots');
  });
});
