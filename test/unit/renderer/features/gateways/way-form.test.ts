import { describe, expect, test } from 'vitest';
import {
  emptyWays,
  isComplete,
  waysInput,
  waysOf,
} from '../../../../../renderer/features/gateways/way-form.ts';
import { parseBaudRate } from '../../../../../renderer/lib/domain/baud-rate.ts';
import { gateway, ids } from '../../../../e2e/screens/fixtures.ts';

const cable = {
  port: { identity: 'usb:0403:6001:A1', path: '/dev/ttyUSB0', label: 'FT232R' },
  baudRate: 921_600,
};

describe('the ways of an entry', () => {
  test('come back as they were', () => {
    const lan = gateway(ids.boiler, 'box');
    expect(waysInput(waysOf(lan))).toEqual({ address: lan.address, serial: null, prefers: 'automatic' });
    const both = gateway(ids.boiler, 'box', { serial: cable, prefers: 'serial' });
    expect(waysInput(waysOf(both))).toEqual({
      address: both.address,
      serial: { path: '/dev/ttyUSB0', baudRate: 921_600 },
      prefers: 'serial',
    });
    const alone = gateway(ids.boiler, 'box', { address: '', serial: cable });
    expect(waysInput(waysOf(alone))).toMatchObject({ address: null, serial: { path: '/dev/ttyUSB0' } });
  });

  test('one way chosen: what is typed for the other is not sent, and no preference', () => {
    const draft = { ...emptyWays, address: '10.0.0.7', port: 'COM3', prefers: 'serial' as const };
    expect(waysInput(draft)).toEqual({ address: '10.0.0.7', serial: null, prefers: 'automatic' });
    expect(waysInput({ ...draft, by: 'serial' })).toMatchObject({ address: null, prefers: 'automatic' });
  });

  test('complete is what the choice needs', () => {
    expect(isComplete(emptyWays)).toBe(false);
    expect(isComplete({ ...emptyWays, address: 'box' })).toBe(true);
    const serial = { ...emptyWays, by: 'serial' as const, port: 'COM3' };
    expect(isComplete(serial)).toBe(true);
    expect(isComplete({ ...serial, baudRate: 'fast' })).toBe(false);
    expect(isComplete({ ...serial, by: 'both' })).toBe(false);
  });
});

test.each([
  ['115200', 115_200],
  [' 921 600 ', 921_600],
  ['49', null],
  ['1.5', null],
  ['', null],
  ['fast', null],
])('a rate of "%s" is %s', (text, rate) => {
  expect(parseBaudRate(text)).toBe(rate);
});
