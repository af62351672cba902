import { crc16 } from '../../crc16.ts';
import { frameType, headerStyle, xon, zdle, zpad } from './constants.ts';
import { crcBytes } from './crc.ts';

/** Low byte first: ZP0 to ZP3, which are ZF3 to ZF0. */
export const valueBytes = (value: number): Uint8Array =>
  Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);

export function valueAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

/** "Hex header": readable on any line, and the only kind that a receiver sends. */
export function hexHeader(type: number, value = 0): Uint8Array {
  const content = Uint8Array.of(type, ...valueBytes(value));
  const digits = Buffer.concat([content, crcBytes(crc16(content), false)]).toString('hex');
  const bytes = [zpad, zpad, zdle, headerStyle.hex, ...Buffer.from(digits), 0x0d, 0x8a];
  // Takes back an XOFF that noise may have made; after ZACK and ZFIN it could hit what comes next.
  if (type !== frameType.ZACK && type !== frameType.ZFIN) bytes.push(xon);
  return Uint8Array.from(bytes);
}
