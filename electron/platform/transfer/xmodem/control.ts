/** Control bytes of XMODEM and YMODEM. */
export const control = {
  /** Begins a block of 128 bytes. */
  soh: 0x01,
  /** Begins a block of 1024 bytes. */
  stx: 0x02,
  eot: 0x04,
  ack: 0x06,
  bs: 0x08,
  nak: 0x15,
  /** Two in a row cancel. */
  can: 0x18,
  /** Fills the last block. */
  sub: 0x1a,
  /** "C": the receiver wants CRC. */
  crc: 0x43,
  /** "G": the receiver wants a stream without answers (YMODEM-g). */
  stream: 0x47,
} as const;

export type Check = 'checksum' | 'crc';

/** Eight, in case some are damaged; the backspaces take them off the screen of a shell that gets them instead. */
export const cancelBytes = Uint8Array.from([
  ...Array<number>(8).fill(control.can),
  ...Array<number>(8).fill(control.bs),
]);

const answers: ReadonlySet<number> = new Set([control.ack, control.nak, control.crc, control.stream]);

/** A receiver still asks or answers: it has not taken our cancel for one. */
export const stillAnswers = (bytes: Uint8Array): boolean =>
  bytes.some((byte) => answers.has(byte)) && !holdsCancel(bytes);

export const single = (byte: number): Uint8Array => Uint8Array.of(byte);

/** Whether these bytes hold two CAN in a row. Only for where no content can stand. */
export const holdsCancel = (bytes: Uint8Array): boolean =>
  bytes.some((byte, at) => byte === control.can && bytes[at + 1] === control.can);

/** Whether someone stopped in the middle of a block and cancelled: CAN, CAN … BS, BS at the very end, as lrzsz and we do. */
export function endsCancelled(bytes: Uint8Array): boolean {
  const end = bytes.findLastIndex((byte) => byte !== control.bs);
  const spaces = bytes.length - 1 - end;
  return spaces >= 2 && bytes[end] === control.can && bytes[end - 1] === control.can;
}
