import { seededRandom } from './seeded-random.ts';

/** Chances are per byte. */
export interface Damage {
  seed?: number;
  /** One bit is turned over. */
  flipChance?: number;
  dropChance?: number;
  doubleChance?: number;
  /** One bit in every so many bytes, at a random place of each stretch. */
  flipEveryBytes?: number;
}

/** Damages what passes, the same way for the same seed and bytes, however they are cut. */
export function createDamage(options: Damage): (bytes: Uint8Array) => Uint8Array {
  const { seed = 1, flipChance = 0, dropChance = 0, doubleChance = 0, flipEveryBytes = 0 } = options;
  const random = seededRandom(seed);
  const flipsAt = (stretch: number) => stretch * flipEveryBytes + Math.floor(random() * flipEveryBytes);
  let at = 0;
  let nextFlip = flipEveryBytes > 0 ? flipsAt(0) : -1;

  const flipped = (byte: number) => byte ^ (1 << Math.floor(random() * 8));

  function due(): boolean {
    if (at++ !== nextFlip) return false;
    nextFlip = flipsAt(Math.floor(at / flipEveryBytes) + 1);
    return true;
  }

  function byChance(bytes: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const byte of bytes) {
      if (random() < dropChance) continue;
      const passing = due() || random() < flipChance ? flipped(byte) : byte;
      out.push(passing);
      if (random() < doubleChance) out.push(passing);
    }
    return Uint8Array.from(out);
  }

  function byDistance(bytes: Uint8Array): Uint8Array {
    const from = at;
    at += bytes.length;
    if (nextFlip >= at) return bytes;
    const out = Uint8Array.from(bytes);
    while (nextFlip < at) {
      out[nextFlip - from] = flipped(out[nextFlip - from] ?? 0);
      nextFlip = flipsAt(Math.floor(nextFlip / flipEveryBytes) + 1);
    }
    return out;
  }

  if (flipChance + dropChance + doubleChance > 0) return byChance;
  return flipEveryBytes > 0 ? byDistance : (bytes) => bytes;
}
