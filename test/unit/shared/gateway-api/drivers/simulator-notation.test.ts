import { expect, test } from 'vitest';
import { parseSimulatorAddress } from '../../../../../shared/gateway-api/drivers/simulator-notation.ts';

test('reads signals with and without options', () => {
  expect(parseSimulatorAddress('sine')).toEqual({
    ok: true,
    value: { signal: 'sine', min: 0, max: 100, period: 60, phase: 0 },
  });
  expect(parseSimulatorAddress('counter:step=2,wrap=10')).toMatchObject({
    value: { signal: 'counter', start: 0, step: 2, wrap: 10 },
  });
});

test('refuses what it does not know', () => {
  for (const text of [
    '',
    'square',
    'toString',
    'sine:period=0',
    'sine:min=9,max=1',
    'sine:min',
    'sine:min=1,min=2',
    'sine:speed=1',
    'walk:min=x',
    'ramp:period=-1',
  ]) {
    expect(parseSimulatorAddress(text).ok, text).toBe(false);
  }
});
