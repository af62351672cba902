import { crc32 } from 'node:zlib';
import { crc16 } from '../../crc16.ts';
import { headerStyle, type SubpacketEnd, subpacketEnd, xon, zdle, zpad } from './constants.ts';
import { crcBytes, subpacketCrc } from './crc.ts';
import { escapeInto, escapeTable } from './escape.ts';
import { valueBytes } from './header-writer.ts';

export interface FrameWriter {
  /** How the peer wants it, known from its ZRINIT. Before that: CRC-16, only what has to be escaped. */
  use(options: { wide: boolean; escapeControls: boolean }): void;
  header(type: number, value: number): void;
  /** `source[from, to)` as one data subpacket. */
  subpacket(source: Uint8Array, from: number, to: number, end: SubpacketEnd): void;
  /** Everything written since the last time, as bytes of its own. */
  take(): Uint8Array;
}

/** Room for what surrounds content: two padding bytes, an escape, end, escaped CRC, XON. */
const frameBytes = 32;

/** Binary headers and data subpackets ("Binary data subpackets"), written into one buffer that is used again and again. */
export function createFrameWriter(): FrameWriter {
  let wide = false;
  let table = escapeTable(false);
  let buffer = new Uint8Array(4096);
  let filled = 0;

  function makeRoom(contentBytes: number): void {
    const needed = filled + 2 * contentBytes + frameBytes;
    if (needed <= buffer.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(buffer.subarray(0, filled));
    buffer = larger;
  }
  function escaped(source: Uint8Array, from = 0, to = source.length): void {
    filled = escapeInto(table, source, from, to, buffer, filled);
  }
  function raw(...bytes: number[]): void {
    for (const byte of bytes) buffer[filled++] = byte;
  }

  return {
    use(options) {
      wide = options.wide;
      table = escapeTable(options.escapeControls);
    },
    header(type, value) {
      makeRoom(5);
      const content = Uint8Array.of(type, ...valueBytes(value));
      raw(zpad, zdle, wide ? headerStyle.binary32 : headerStyle.binary16);
      escaped(content);
      escaped(crcBytes(wide ? crc32(content) : crc16(content), wide));
    },
    subpacket(source, from, to, end) {
      makeRoom(to - from);
      escaped(source, from, to);
      raw(zdle, end);
      escaped(crcBytes(subpacketCrc(source.subarray(from, to), end, wide), wide));
      // Whoever waits for an answer makes sure that the peer is not held by an XOFF ("ZCRCW").
      if (end === subpacketEnd.ZCRCW) raw(xon);
    },
    take() {
      const written = buffer.slice(0, filled);
      filled = 0;
      return written;
    },
  };
}
