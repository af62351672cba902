import { type HeaderEncoding, headerStyle, xoff, xon, zdle } from './constants.ts';
import { crcHolds } from './crc.ts';
import { valueAt } from './header-writer.ts';

export interface Header {
  type: number;
  /** ZP0 to ZP3, low byte first: a position, or flags from the highest byte down. */
  value: number;
  encoding: HeaderEncoding;
}

/** `broken`: this byte cannot stand in a header; it may begin something else. */
export type HeaderState = 'reading' | 'whole' | 'damaged' | 'broken';

export interface HeaderReader {
  begin(encoding: HeaderEncoding): void;
  take(byte: number): HeaderState;
  /** After `whole`. */
  header(): Header;
}

const isFlowControl = (byte: number): boolean => (byte & 0x7f) === xon || (byte & 0x7f) === xoff;

/** What `byte` after ZPAD ZDLE begins. A hex header may have parity bits, a binary one cannot. */
export function headerEncoding(byte: number): HeaderEncoding | null {
  if ((byte & 0x7f) === headerStyle.hex) return 'hex';
  if (byte === headerStyle.binary16) return 'binary16';
  return byte === headerStyle.binary32 ? 'binary32' : null;
}

function hexDigit(byte: number): number {
  // Hex headers live through lines with parity.
  const text = byte & 0x7f;
  if (text >= 0x30 && text <= 0x39) return text - 0x30;
  return text >= 0x61 && text <= 0x66 ? text - 0x57 : -1;
}

/** What follows ZPAD ZDLE and the style: type, four bytes and a CRC, in hex digits or escaped ("Header"). */
export function createHeaderReader(): HeaderReader {
  const bytes = new Uint8Array(9);
  let encoding: HeaderEncoding = 'hex';
  let filled = 0;
  let escaping = false;
  let highDigit = -1;

  const length = (): number => (encoding === 'binary32' ? 9 : 7);

  function add(byte: number): HeaderState {
    bytes[filled++] = byte;
    if (filled < length()) return 'reading';
    return crcHolds(bytes.subarray(0, filled), encoding === 'binary32') ? 'whole' : 'damaged';
  }
  function takeDigit(byte: number): HeaderState {
    const digit = hexDigit(byte);
    if (digit === -1) return 'broken';
    if (highDigit === -1) {
      highDigit = digit;
      return 'reading';
    }
    const value = highDigit * 16 + digit;
    highDigit = -1;
    return add(value);
  }
  function takeBinary(byte: number): HeaderState {
    if (!escaping && byte === zdle) {
      escaping = true;
      return 'reading';
    }
    if (!escaping) return add(byte);
    escaping = false;
    return (byte & 0x60) === 0x40 ? add(byte ^ 0x40) : 'broken';
  }

  return {
    begin(style) {
      encoding = style;
      filled = 0;
      escaping = false;
      highDigit = -1;
    },
    take(byte) {
      if (isFlowControl(byte)) return 'reading';
      return encoding === 'hex' ? takeDigit(byte) : takeBinary(byte);
    },
    header: () => ({ type: bytes[0] ?? 0, value: valueAt(bytes, 1), encoding }),
  };
}
