import { crc16 } from '../crc16.ts';
import { type Check, control } from './control.ts';

/*
 * A block, as it is sent:
 *   0        SOH (128 bytes of content) or STX (1024)
 *   1        number, modulo 256
 *   2        255 - number
 *   3 …      content, filled up
 *   last     checksum: sum modulo 256, or CRC-16, high byte first
 */

export type BlockBytes = 128 | 1024;

export const checkBytes = (check: Check): number => (check === 'crc' ? 2 : 1);

/** `fill` takes the place of what `content` lacks. */
export function encodeBlock(
  number: number,
  content: Uint8Array,
  bytes: BlockBytes,
  check: Check,
  fill: number,
): Uint8Array {
  const block = new Uint8Array(3 + bytes + checkBytes(check)).fill(fill, 3, 3 + bytes);
  block[0] = bytes === 128 ? control.soh : control.stx;
  block[1] = number & 0xff;
  block[2] = ~number & 0xff;
  block.set(content, 3);
  const filled = block.subarray(3, 3 + bytes);
  block.set(checkOf(filled, check), 3 + bytes);
  return block;
}

export function hasGoodCheck(content: Uint8Array, check: Check, received: Uint8Array): boolean {
  const wanted = checkOf(content, check);
  return wanted.every((byte, at) => byte === received[at]);
}

function checkOf(content: Uint8Array, check: Check): number[] {
  if (check === 'checksum') return [checksum(content)];
  const crc = crc16(content);
  return [crc >> 8, crc & 0xff];
}

export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
}
