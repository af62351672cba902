import { expect, test } from 'vitest';
import { createLastValues } from '../../../../../electron/gateway/supervision/points/last-values.ts';
import { valueText } from '../../../../../electron/gateway/supervision/points/value-text.ts';
import type { Address } from '../../../../../shared/gateway-api/configuration.ts';

const point: Address = {
  id: 'a',
  name: 'a',
  enabled: true,
  gateway: 'g',
  address: '',
  type: 'number',
  unit: '°C',
  settings: {},
};
const at = Date.parse('2026-11-21T12:00:00Z');
const last = () => createLastValues((id) => id === 'a');
const good = (value: number, more = {}) => ({ id: 'a', value, at, quality: 'good' as const, ...more });

test('never read: no value, no time, quality none, also when its driver tells that it does not run', () => {
  const values = last();
  const none = { id: 'a', value: null, value_string: '', ts: null, quality: 'none', reason: null };
  expect(values.view(point)).toEqual(none);
  values.take([{ id: 'a', value: null, at, quality: 'uncertain', reason: 'stopped' }]);
  expect(values.view(point)).toEqual({ ...none, reason: 'stopped' });
  values.take([{ id: 'a', value: null, at, quality: 'bad', reason: 'illegal address' }]);
  expect(values.view(point)).toEqual({ ...none, quality: 'bad', reason: 'illegal address' });
});

test('a device that falls silent leaves its last value, with the time at which it was read', () => {
  const values = last();
  values.take([good(21.5)]);
  values.take([{ id: 'a', value: null, at: at + 5_000, quality: 'uncertain', reason: 'no answer' }]);
  expect(values.view(point)).toEqual({
    id: 'a',
    value: 21.5,
    value_string: '21.5 °C',
    ts: '2026-11-21T12:00:00.000Z',
    quality: 'uncertain',
    reason: 'no answer',
  });
  expect(values.take([good(21.5)])).toEqual([]);
  expect(values.view(point)).toMatchObject({ quality: 'good', reason: null });
});

test('only another good value is a change; an uncertain one in between is none and hides none', () => {
  const values = last();
  expect(values.take([good(1)])).toEqual([{ address: 'a', value: 1, first: true }]);
  expect(values.take([good(1)])).toEqual([]);
  expect(values.take([{ ...good(2), quality: 'uncertain' }])).toEqual([]);
  expect(values.good('a')).toBe(1);
  expect(values.take([good(2), { ...good(3), id: 'unknown' }])).toEqual([
    { address: 'a', value: 2, first: false },
  ]);
  values.forget('a');
  expect(values.view(point).quality).toBe('none');
  expect(values.take([good(2)])).toMatchObject([{ first: true }]);
});

test.each([
  [21.5, '°C', '21.5 °C'],
  [Math.fround(0.1), undefined, '0.1'],
  [1_234_567.254_321, 'kWh', '1234567.2543 kWh'],
  [123_456_789_012, undefined, '123456789012'],
  [0.000_012_345_6, 'A', '0.00001235 A'],
  [-2.5, '', '-2.5'],
  [true, undefined, 'true'],
  ['text', 'm', 'text m'],
  [null, '°C', ''],
])('%o with unit %s is shown as %s', (value, unit, shown) => {
  expect(valueText(value, unit)).toBe(shown);
});
