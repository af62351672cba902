import { describe, expect, test } from 'vitest';
import { screenCalls } from '#shared/bridge/gateway-calls.ts';
import { failure } from '#shared/errors/failure.ts';
import { gatewayApi } from '#shared/gateway-api/contract.ts';
import { peersApi } from '#shared/gateway-api/peers-api.ts';
import { isOffered, whyNotAllowed } from '../../../../../renderer/lib/gateway-calls/access-view.ts';
import { callAccess, peersAccess } from '../../../../../renderer/lib/gateway-calls/call-access.ts';
import { nextPollMs } from '../../../../../renderer/lib/gateway-calls/polling.ts';
import { callInput } from '../../../../../renderer/lib/gateway-calls/requests.ts';
import { boiler } from '../../../../e2e/screens/fixtures.ts';
import { managementBox, plainBox, readerBox } from '../../../../e2e/screens/live-fixtures.ts';

describe('who may make a call', () => {
  test('the screens know the same access as the contract', () => {
    for (const call of screenCalls) expect(callAccess[call], call).toBe(gatewayApi[call].access);
    for (const [module, methods] of Object.entries(peersApi)) {
      const known = Object.entries(peersAccess[module as keyof typeof peersApi]);
      expect(known.sort()).toEqual(
        Object.entries(methods)
          .map(([name, row]) => [name, row.access])
          .sort(),
      );
    }
  });

  test('an administrator with both APIs may do everything', () => {
    for (const access of ['session', 'administrator', 'system:read', 'system:write', 'any-key'] as const) {
      expect(whyNotAllowed(boiler, access)).toBeNull();
    }
  });

  test('a reading account may look, and is told why it may not change', () => {
    expect(whyNotAllowed(readerBox, 'session')).toBeNull();
    expect(whyNotAllowed(readerBox, 'system:read')).toBeNull();
    expect(whyNotAllowed(readerBox, 'any-key')).toBeNull();
    expect(whyNotAllowed(readerBox, 'administrator')).toMatch(/reader may look/);
    expect(whyNotAllowed(readerBox, 'system:write')).toMatch(/reader may look/);
  });

  test('a reading key may look at the management API alone', () => {
    expect(whyNotAllowed(managementBox, 'system:read')).toBeNull();
    expect(whyNotAllowed(managementBox, 'system:write')).toMatch(/API key may look only/);
    expect(whyNotAllowed(managementBox, 'session')).toMatch(/management API only/);
    const writer = { ...managementBox, management: { ...managementBox.management, may: 'write' as const } };
    expect(whyNotAllowed(writer, 'system:write')).toBeNull();
  });

  test('what a box does not tell is tried, what it is not used by is not', () => {
    const untold = { ...managementBox, management: { ...managementBox.management, may: 'unknown' as const } };
    expect(whyNotAllowed(untold, 'system:write')).toBeNull();
    expect(whyNotAllowed(plainBox, 'system:read')).toMatch(/not used by its management API/);
    expect(isOffered(plainBox, 'system:read')).toBe(false);
    expect(isOffered(plainBox, 'session')).toBe(true);
    expect(isOffered(managementBox, 'session')).toBe(false);
  });

  test('why the management API does not answer is the reason', () => {
    const why = failure('KEY_INVALID');
    const refused = { ...managementBox, management: { ...managementBox.management, failure: why } };
    expect(whyNotAllowed(refused, 'any-key')).toBe(why.message);
  });
});

describe('requests', () => {
  test('a query goes out as texts, without what is not set', () => {
    expect(callInput('g', 'logs', { query: { lines: 5, type: 'err', process: undefined } })).toEqual({
      gatewayId: 'g',
      call: 'logs',
      query: { lines: '5', type: 'err' },
    });
    expect(callInput('g', 'loggersData', { query: { address: ['a', 'b'] } }).query).toEqual({
      address: ['a', 'b'],
    });
  });

  test('a gateway that counts requests is left alone for as long as it says', () => {
    expect(nextPollMs(2_000, null)).toBe(2_000);
    expect(nextPollMs(2_000, failure('GATEWAY_CONNECTION_LOST'))).toBe(2_000);
    expect(nextPollMs(2_000, failure('RATE_LIMITED', { seconds: 30 }))).toBe(30_000);
    expect(nextPollMs(45_000, failure('RATE_LIMITED', { seconds: 3 }))).toBe(45_000);
  });
});
