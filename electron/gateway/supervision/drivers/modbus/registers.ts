import type { ByteOrder, ModbusFormat } from '#shared/gateway-api/drivers/modbus-notation.ts';
import type { Value } from '#shared/gateway-api/values.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { RawValue } from '../values/convert-value.ts';

/** Between the bytes of registers, as they are on the wire, and raw values. Without I/O. */

type NumberKind = Exclude<ModbusFormat['kind'], 'bit' | 'register-bit' | 'string'>;

const integerRanges = {
  uint16: [0n, 0xffffn],
  int16: [-0x8000n, 0x7fffn],
  uint32: [0n, 0xffff_ffffn],
  int32: [-0x8000_0000n, 0x7fff_ffffn],
  uint64: [0n, 2n ** 64n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

/** `bytes`: of exactly the registers of this value. */
export function decodeRegisters(format: ModbusFormat, order: ByteOrder, bytes: Buffer): Outcome<RawValue> {
  switch (format.kind) {
    case 'bit':
      return refused('a single bit is not in registers');
    case 'register-bit':
      return done(((bytes.readUInt16BE(0) >> format.bit) & 1) === 1);
    case 'string':
      return done(decodeText(inTextOrder(bytes, order).subarray(0, format.bytes)));
    default: {
      const number = readNumber(format.kind, inOrder(bytes, order));
      return typeof number === 'number' && !Number.isFinite(number)
        ? refused(`the device holds ${Number.isNaN(number) ? 'no number (NaN)' : 'an infinite number'}`)
        : done(number);
    }
  }
}

/** Bytes of whole registers; `register-bit` is not among them, as it needs the other bits of its register. */
export function encodeRegisters(
  format: Exclude<ModbusFormat, { kind: 'bit' | 'register-bit' }>,
  order: ByteOrder,
  value: Value,
): Outcome<Buffer> {
  if (format.kind === 'string') return encodeText(format.bytes, order, String(value));
  const number = typeof value === 'string' ? Number(value) : Number(value);
  if (typeof value === 'string' && value.trim() === '') return refused('a number is needed');
  if (!Number.isFinite(number)) return refused(`${JSON.stringify(value)} is not a finite number`);
  const written = writeNumber(format.kind, number, value);
  return written.ok ? done(inOrder(written.value, order)) : written;
}

/** Bit `index` of an answer to reading coils or discrete inputs. */
export const decodeBit = (bytes: Buffer, index: number): boolean =>
  (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;

function readNumber(kind: NumberKind, bytes: Buffer): number | bigint {
  switch (kind) {
    case 'uint16':
      return bytes.readUInt16BE(0);
    case 'int16':
      return bytes.readInt16BE(0);
    case 'uint32':
      return bytes.readUInt32BE(0);
    case 'int32':
      return bytes.readInt32BE(0);
    case 'uint64':
      return bytes.readBigUInt64BE(0);
    case 'int64':
      return bytes.readBigInt64BE(0);
    case 'float32':
      return shortestFloat32(bytes.readFloatBE(0));
    case 'float64':
      return bytes.readDoubleBE(0);
  }
}

/** Of all decimals that are this float32 the one with the fewest digits: 21.5 and 0.1, not 0.10000000149011612. */
function shortestFloat32(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function writeNumber(kind: NumberKind, number: number, given: Value): Outcome<Buffer> {
  if (kind === 'float64') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(number);
    return done(bytes);
  }
  if (kind === 'float32') {
    if (!Number.isFinite(Math.fround(number))) return refused(`${number} is out of range of float32`);
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(number);
    return done(bytes);
  }
  const [least, most] = integerRanges[kind];
  // A 64-bit integer that is given as text keeps all of its digits.
  const exact = typeof given === 'string' && /^[+-]?\d+$/.test(given.trim());
  const integer = exact ? BigInt(given.trim()) : BigInt(Math.round(number));
  if (integer < least || integer > most)
    return refused(`${integer} is out of range of ${kind} (${least}…${most})`);
  return done(integerBytes(kind, integer));
}

function integerBytes(kind: keyof typeof integerRanges, integer: bigint): Buffer {
  const length = kind.endsWith('16') ? 2 : kind.endsWith('32') ? 4 : 8;
  const all = Buffer.alloc(8);
  all.writeBigUInt64BE(BigInt.asUintN(64, integer));
  return all.subarray(8 - length);
}

/** The same for both directions, as each order is its own inverse. */
function inOrder(bytes: Buffer, order: ByteOrder): Buffer {
  const ordered = Buffer.from(bytes);
  if (order === 'abcd' || bytes.length < 4) return ordered;
  if (order !== 'cdab') ordered.swap16();
  return order === 'badc' ? ordered : wordsReversed(ordered);
}

function wordsReversed(bytes: Buffer): Buffer {
  const words = Array.from({ length: bytes.length / 2 }, (_, index) =>
    bytes.subarray(index * 2, index * 2 + 2),
  );
  return Buffer.concat(words.reverse());
}

/** Text has no words to swap, only the two letters of each register. */
const inTextOrder = (bytes: Buffer, order: ByteOrder): Buffer =>
  order === 'badc' || order === 'dcba' ? Buffer.from(bytes).swap16() : bytes;

/** Up to the first NUL, without the blanks that devices fill up with. */
function decodeText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes
    .subarray(0, end < 0 ? bytes.length : end)
    .toString('utf8')
    .trimEnd();
}

function encodeText(most: number, order: ByteOrder, text: string): Outcome<Buffer> {
  const letters = Buffer.from(text, 'utf8');
  if (letters.length > most)
    return refused(`the text takes ${letters.length} bytes; there is room for ${most}`);
  const bytes = Buffer.alloc(Math.ceil(most / 2) * 2);
  letters.copy(bytes);
  return done(inTextOrder(bytes, order));
}
