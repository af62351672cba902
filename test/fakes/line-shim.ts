import { createDamage, type Damage } from './line-damage.ts';
import type { PausableLine } from './line-ends.ts';
import { createPacer, type Pace } from './line-pacer.ts';

/** What one direction does to its bytes. */
export interface Direction extends Damage, Pace {}

export interface LineShim {
  /** From now on nothing passes, and nobody is told: a cut cable. */
  cut(): void;
  /** Bytes that left the shim, damaged ones included. */
  passed(): { aToB: number; bToA: number };
  /** Ends the connection; the lines stay. */
  end(): void;
}

/** Connects two lines as a bad cable does: all that one says the other hears, later, at a pace, and damaged. */
export function joinLines(
  a: PausableLine,
  b: PausableLine,
  directions: { aToB?: Direction; bToA?: Direction } = {},
): LineShim {
  const there = joinOneWay(a, b, directions.aToB ?? {});
  const back = joinOneWay(b, a, directions.bToA ?? {});
  return {
    cut() {
      there.cut();
      back.cut();
    },
    passed: () => ({ aToB: there.passed(), bToA: back.passed() }),
    end() {
      there.end();
      back.end();
    },
  };
}

function joinOneWay(from: PausableLine, to: PausableLine, direction: Direction) {
  const damage = createDamage(direction);
  let passed = 0;
  let cut = false;
  const pacer = createPacer(direction, from, (bytes) => {
    if (cut) return;
    const arriving = damage(bytes);
    passed += arriving.length;
    // The other side has left: nothing hears it any more.
    if (arriving.length > 0) to.write(arriving).catch(() => undefined);
  });
  const endListening = from.onBytes((bytes) => pacer.add(bytes));
  return {
    cut: () => {
      cut = true;
    },
    passed: () => passed,
    end() {
      endListening();
      pacer.end();
    },
  };
}
