import type { SimulatedSignal } from '#shared/gateway-api/drivers/simulator-notation.ts';

export interface Signal {
  /** The value at `seconds` since the start; one call a poll. */
  next(seconds: number): number;
  /** Goes on from there, where the signal can. */
  set(value: number): boolean;
}

/** Made-up values without I/O. */
export function createSignal(signal: SimulatedSignal): Signal {
  switch (signal.signal) {
    case 'sine':
      return ofTime((seconds) => {
        const turn = ((seconds + signal.phase) / signal.period) * 2 * Math.PI;
        return signal.min + ((signal.max - signal.min) * (1 + Math.sin(turn))) / 2;
      });
    case 'ramp':
      return ofTime((seconds) => {
        const part = (seconds % signal.period) / signal.period;
        return signal.min + (signal.max - signal.min) * part;
      });
    case 'counter':
      return stepping(signal.start, (value) => {
        const next = value + signal.step;
        return signal.wrap === undefined ? next : next % signal.wrap;
      });
    case 'walk': {
      const random = createRandom(signal.seed);
      const { min, max, step } = signal;
      return stepping((min + max) / 2, (value) =>
        Math.min(max, Math.max(min, value + (random() * 2 - 1) * step)),
      );
    }
    case 'hold':
      return stepping(signal.value, (value) => value);
  }
}

const ofTime = (next: Signal['next']): Signal => ({ next, set: () => false });

/** Its first value is `start`, each later one comes of the one before. */
function stepping(start: number, step: (value: number) => number): Signal {
  let value = start;
  let fresh = true;
  return {
    next() {
      if (!fresh) value = step(value);
      fresh = false;
      return value;
    },
    set(given) {
      value = given;
      fresh = true;
      return true;
    },
  };
}

/** mulberry32: small, and the same numbers for the same seed on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
