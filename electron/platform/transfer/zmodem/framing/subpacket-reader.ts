import {
  isFlowControl,
  type SubpacketEnd,
  subpacketEnd,
  zdle,
  zmodemLimits,
  zrub0,
  zrub1,
} from './constants.ts';
import { crcBytes, subpacketCrc } from './crc.ts';

export type Subpacket =
  | { state: 'whole'; content: Uint8Array; end: SubpacketEnd }
  /** `cancelling`: broken by a CAN that follows a CAN. `bytes` and `end` as they were read; null: it broke before its end. */
  | {
      state: 'broken';
      reason: 'checksum' | 'noise';
      cancelling: boolean;
      bytes: number | null;
      end: SubpacketEnd | null;
    };

export interface SubpacketReader {
  /** `wide`: with CRC-32. */
  begin(wide: boolean): void;
  /** Reads on at `from`; returns where it stopped. {@link SubpacketReader.result} then says whether a subpacket ended there. */
  read(bytes: Uint8Array, from: number): number;
  result(): Subpacket | null;
}

/** Bytes that are not content as they stand: the escape, and flow control that modems put in between. */
const special = Uint8Array.from({ length: 256 }, (_, byte) => (byte === zdle || isFlowControl(byte) ? 1 : 0));
const ends: readonly number[] = Object.values(subpacketEnd);

const isEnd = (byte: number): byte is SubpacketEnd => ends.includes(byte);

/** What stands for what after ZDLE; -1 for what never follows it ("Link escape encoding"). */
function unescaped(byte: number): number {
  if (byte === zrub0) return 0x7f;
  if (byte === zrub1) return 0xff;
  return (byte & 0x60) === 0x40 ? byte ^ 0x40 : -1;
}

/** Data subpackets, cut anywhere. Collects into one buffer; only whole content is copied out of it. */
export function createSubpacketReader(): SubpacketReader {
  const buffer = new Uint8Array(zmodemLimits.receivedSubpacketBytes + 4);
  let filled = 0;
  let wide = false;
  let escaping = false;
  let end: SubpacketEnd | null = null;
  let contentBytes = 0;
  let result: Subpacket | null = null;

  function begin(withCrc32: boolean): void {
    wide = withCrc32;
    filled = 0;
    escaping = false;
    end = null;
    result = null;
  }
  /** Content may fill all but the last four bytes; the CRC comes after it. */
  const limit = (): number => (end === null ? buffer.length - 4 : contentBytes + (wide ? 4 : 2));

  /** The loop that every received byte goes through: no allocation, no call. Stops at a special byte. */
  function copyPlain(bytes: Uint8Array, from: number): number {
    const stop = Math.min(bytes.length, from + limit() - filled);
    let at = from;
    let to = filled;
    while (at < stop) {
      const byte = bytes[at] ?? 0;
      if (special[byte] !== 0) break;
      buffer[to++] = byte;
      at += 1;
    }
    filled = to;
    return at;
  }
  function fail(reason: 'checksum' | 'noise', cancelling = false): void {
    const bytes = end === null ? null : contentBytes;
    result = { state: 'broken', reason, cancelling, bytes, end };
  }
  function takeEscaped(byte: number): void {
    escaping = false;
    if (isEnd(byte) && end === null) {
      end = byte;
      contentBytes = filled;
      return;
    }
    const value = unescaped(byte);
    if (value === -1 || filled >= limit()) fail('noise', byte === zdle);
    else buffer[filled++] = value;
  }
  function check(closing: SubpacketEnd): void {
    const content = buffer.slice(0, contentBytes);
    const right = crcBytes(subpacketCrc(content, closing, wide), wide);
    if (right.every((byte, index) => byte === buffer[contentBytes + index])) {
      result = { state: 'whole', content, end: closing };
    } else fail('checksum');
  }

  function read(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && result === null) {
      if (!escaping) at = copyPlain(bytes, at);
      if (end !== null && filled === limit()) check(end);
      else if (at < bytes.length) {
        const byte = bytes[at++] ?? 0;
        if (special[byte] === 0 && !escaping) fail('noise');
        else if (special[byte] !== 0 && byte !== zdle) continue;
        else if (escaping) takeEscaped(byte);
        else escaping = true;
      }
    }
    if (result === null && end !== null && filled === limit()) check(end);
    return at;
  }
  return { begin, read, result: () => result };
}
