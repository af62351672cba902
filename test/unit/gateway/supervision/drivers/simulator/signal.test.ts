import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSignal } from '../../../../../../electron/gateway/supervision/drivers/simulator/signal.ts';
import { parseSimulatorAddress } from '../../../../../../shared/gateway-api/drivers/simulator-notation.ts';

function signal(text: string) {
  const parsed = parseSimulatorAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return createSignal(parsed.value);
}

test('sine and ramp follow the time, the others their polls', () => {
  const sine = signal('sine:min=0,max=10,period=4');
  expect([0, 1, 2, 3].map((seconds) => Math.round(sine.next(seconds)))).toEqual([5, 10, 5, 0]);
  const ramp = signal('ramp:min=10,max=20,period=10');
  expect([0, 5, 10].map(ramp.next)).toEqual([10, 15, 10]);
  const counter = signal('counter:start=1,step=2,wrap=5');
  expect([0, 0, 0, 0].map(counter.next)).toEqual([1, 3, 0, 2]);
  expect(counter.set(10)).toBe(true);
  expect(counter.next(0)).toBe(10);
  expect(sine.set(1)).toBe(false);
  const hold = signal('hold:value=4');
  hold.set(9);
  expect([0, 0].map(hold.next)).toEqual([9, 9]);
});

test('no signal leaves its range, and the same seed walks the same way', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('sine', 'ramp', 'walk'),
      fc.integer(),
      fc.array(fc.nat()),
      (name, seed, times) => {
        const text = `${name}:min=-5,max=5${name === 'walk' ? `,step=3,seed=${seed}` : ''}`;
        const [one, other] = [signal(text), signal(text)];
        for (const seconds of times) {
          const value = one.next(seconds);
          expect(value).toBe(other.next(seconds));
          expect(value).toBeGreaterThanOrEqual(-5);
          expect(value).toBeLessThanOrEqual(5);
        }
      },
    ),
  );
});
