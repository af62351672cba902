import { crc32 } from 'node:zlib';
import { crc16 } from '../../crc16.ts';
import type { SubpacketEnd } from './constants.ts';

/** Over `bytes` and, as both CRCs of a subpacket are, the byte that tells how it ends. */
export function subpacketCrc(bytes: Uint8Array, end: SubpacketEnd, wide: boolean): number {
  const last = Uint8Array.of(end);
  return wide ? crc32(last, crc32(bytes)) : crc16(last, crc16(bytes));
}

/** In the order of the wire: CRC-16 high byte first, CRC-32 low byte first. */
export function crcBytes(crc: number, wide: boolean): Uint8Array {
  if (!wide) return Uint8Array.of(crc >> 8, crc);
  return Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24);
}

/** Whether `bytes` ends with the CRC of what stands before it. */
export function crcHolds(bytes: Uint8Array, wide: boolean): boolean {
  const at = bytes.length - (wide ? 4 : 2);
  const content = bytes.subarray(0, at);
  const right = crcBytes(wide ? crc32(content) : crc16(content), wide);
  return right.every((byte, index) => byte === bytes[at + index]);
}
