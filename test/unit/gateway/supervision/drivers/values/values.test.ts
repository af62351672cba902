import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reading } from '../../../../../../electron/gateway/supervision/drivers/driver-protocol.ts';
import {
  fitValue,
  rawOfValue,
  valueOfRaw,
} from '../../../../../../electron/gateway/supervision/drivers/values/convert-value.ts';
import {
  settleReading,
  unsureReadings,
} from '../../../../../../electron/gateway/supervision/drivers/values/settle-reading.ts';

const value = (outcome: ReturnType<typeof valueOfRaw>) => (outcome.ok ? outcome.value : outcome);

test('raw values become values of the type of the address', () => {
  expect(value(valueOfRaw({ type: 'number', scale: 0.1, offset: -40 }, 615))).toBeCloseTo(21.5);
  expect(value(valueOfRaw({ type: 'number' }, true))).toBe(1);
  expect(value(valueOfRaw({ type: 'number' }, ' 7.5 '))).toBe(7.5);
  expect(value(valueOfRaw({ type: 'number' }, 10n))).toBe(10);
  expect(value(valueOfRaw({ type: 'string' }, 2n ** 63n))).toBe('9223372036854775808');
  expect(value(valueOfRaw({ type: 'boolean' }, 2))).toBe(true);
  expect(value(valueOfRaw({ type: 'boolean' }, ' OFF '))).toBe(false);
  for (const raw of ['', 'warm', Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(valueOfRaw({ type: 'number' }, raw).ok, String(raw)).toBe(false);
  }
  expect(valueOfRaw({ type: 'boolean' }, 'perhaps').ok).toBe(false);
  expect(valueOfRaw({ type: 'boolean' }, 'constructor').ok).toBe(false);
  expect(valueOfRaw({ type: 'number', scale: 1e308 }, 1e308).ok).toBe(false);
});

test('scaling back gives what was scaled', () => {
  const factor = fc.integer({ min: -1_000, max: 1_000 }).filter((one) => one !== 0);
  fc.assert(
    fc.property(
      fc.integer({ min: -1e6, max: 1e6 }),
      factor,
      fc.integer({ min: -1e6, max: 1e6 }),
      (raw, scale, offset) => {
        const address = { type: 'number', scale, offset } as const;
        const shown = valueOfRaw(address, raw);
        expect(shown.ok && rawOfValue(address, shown.value)).toEqual({ ok: true, value: raw });
      },
    ),
  );
});

test('what somebody wants to write has to fit the type', () => {
  expect(fitValue('number', true)).toEqual({ ok: true, value: 1 });
  expect(fitValue('boolean', 0)).toEqual({ ok: true, value: false });
  expect(fitValue('string', 5)).toEqual({ ok: true, value: '5' });
  for (const [type, given] of [
    ['number', '5'],
    ['boolean', 2],
    ['boolean', 'true'],
    ['number', Number.NaN],
    ['string', true],
  ] as const) {
    expect(fitValue(type, given).ok, `${type} ${given}`).toBe(false);
  }
});

test('an uncertain reading without a value is the last one, bad when there is none', () => {
  const lost: Reading = { id: 'a', value: null, at: 9, quality: 'uncertain', reason: 'away' };
  const last: Reading = { id: 'a', value: 5, at: 3, quality: 'good' };
  expect(settleReading(lost, last)).toEqual({
    id: 'a',
    value: 5,
    at: 3,
    quality: 'uncertain',
    reason: 'away',
  });
  expect(settleReading(lost, undefined)).toEqual({ ...lost, quality: 'bad' });
  expect(settleReading(lost, { ...last, value: null, quality: 'bad' })).toEqual({ ...lost, quality: 'bad' });
  expect(settleReading(last, undefined)).toBe(last);
  const bad: Reading = { id: 'b', value: null, at: 1, quality: 'bad', reason: 'no such register' };
  expect(unsureReadings([last, bad, { ...last, quality: 'uncertain' }], 'away')).toEqual([
    { ...last, quality: 'uncertain', reason: 'away' },
  ]);
});

test('a decimal scale gives the decimal number that people expect, a raw float stays as it is', () => {
  for (const [raw, scale, value] of [
    [302, 0.1, 30.2],
    [-17, 0.01, -0.17],
    [123_456_789, 0.001, 123_456.789],
  ] as const) {
    expect(valueOfRaw({ type: 'number', scale }, raw)).toEqual({ ok: true, value });
  }
  expect(valueOfRaw({ type: 'number' }, 0.1 + 0.2)).toEqual({ ok: true, value: 0.1 + 0.2 });
});
