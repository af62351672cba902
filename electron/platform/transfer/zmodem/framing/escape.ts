import { xoff, xon, zdle } from './constants.ts';

/** What an escape table says of a byte. */
const plain = 0;
const always = 1;
/** CR: escaped only after "@", because CR-@-CR is a command to Telenet ("Link escape encoding"). */
const afterAt = 2;

/** One entry a byte. `controls`: every control character is escaped, with and without the eighth bit. */
export function escapeTable(controls: boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const low = byte & 0x7f;
    if (byte === zdle || low === 0x10 || low === xon || low === xoff) return always;
    if (controls) return low < 0x20 ? always : plain;
    return low === 0x0d ? afterAt : plain;
  });
}

/**
 * Writes `source[from, to)` escaped into `target` at `at`, which has room for twice as many, and returns where it ended.
 * The loop that every sent byte goes through: no allocation, no call.
 */
export function escapeInto(
  table: Uint8Array,
  source: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
  at: number,
): number {
  let end = at;
  for (let index = from; index < to; index++) {
    const byte = source[index] ?? 0;
    const rule = table[byte];
    if (rule === plain || (rule === afterAt && ((source[index - 1] ?? 0) & 0x7f) !== 0x40)) {
      target[end++] = byte;
    } else {
      target[end++] = zdle;
      target[end++] = byte ^ 0x40;
    }
  }
  return end;
}
