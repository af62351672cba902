/** Bytes and numbers of ZMODEM, as in the chapters "Link escape encoding", "Header" and "Frame types" of Forsberg's text. */

export const zpad = 0x2a;
/** Also CAN: five in a row end a session. */
export const zdle = 0x18;
export const xon = 0x11;
export const xoff = 0x13;

/** What follows ZPAD ZDLE and tells how the header is coded. */
export const headerStyle = { binary16: 0x41, hex: 0x42, binary32: 0x43 } as const;
export type HeaderEncoding = keyof typeof headerStyle;

export const frameType = {
  ZRQINIT: 0,
  ZRINIT: 1,
  ZSINIT: 2,
  ZACK: 3,
  ZFILE: 4,
  ZSKIP: 5,
  ZNAK: 6,
  ZABORT: 7,
  ZFIN: 8,
  ZRPOS: 9,
  ZDATA: 10,
  ZEOF: 11,
  ZFERR: 12,
  ZCRC: 13,
  ZCHALLENGE: 14,
  ZCOMPL: 15,
  ZFREECNT: 17,
  ZCOMMAND: 18,
  ZSTDERR: 19,
} as const;

/** How a data subpacket ends: E the frame ends, G more follows, Q more follows and a ZACK is wanted, W a ZACK is waited for. */
export const subpacketEnd = { ZCRCE: 0x68, ZCRCG: 0x69, ZCRCQ: 0x6a, ZCRCW: 0x6b } as const;
export type SubpacketEnd = (typeof subpacketEnd)[keyof typeof subpacketEnd];

/** Stand for 0x7f and 0xff after ZDLE. */
export const zrub0 = 0x6c;
export const zrub1 = 0x6d;

/** ZF0 of ZRINIT and ZSINIT; ZF0 is the highest byte of a header's value, ZP0 the lowest. */
export const capability = {
  fullDuplex: 0x01,
  overlappedIo: 0x02,
  crc32: 0x20,
  escapeControls: 0x40,
} as const;
/** ZF0 of ZFILE: the content is not to be converted. */
export const binaryConversion = 1;

export const flagsOf = (value: number): number => value >>> 24;
export const flagsValue = (flags: number, low = 0): number => ((flags << 24) | low) >>> 0;

export const zmodemLimits = {
  /** Positions have 32 bits. */
  fileBytes: 0xffff_ffff,
  /** What every receiver takes. */
  sentSubpacketBytes: 1024,
  /** What senders of "ZMODEM-8K" use, and no more is taken. */
  receivedSubpacketBytes: 8192,
  attentionBytes: 31,
} as const;

/** "Session abort sequence": five are enough, three are insurance; the backspaces wipe them from a command line. */
export const cancelSequence: Uint8Array = Uint8Array.from([
  ...new Array<number>(8).fill(zdle),
  ...new Array<number>(10).fill(0x08),
]);
export const cancelRun = 5;
