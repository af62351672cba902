import {
  cancelRun,
  frameType,
  isFlowControl,
  type SubpacketEnd,
  subpacketEnd,
  zdle,
  zpad,
} from './constants.ts';
import { createHeaderReader, type Header, headerEncoding } from './header-reader.ts';
import { createSubpacketReader } from './subpacket-reader.ts';

export type Frame =
  | ({ kind: 'header' } & Header)
  | { kind: 'subpacket'; content: Uint8Array; end: SubpacketEnd }
  | { kind: 'damaged'; what: 'header'; reason: 'checksum' | 'noise' }
  /** `bytes`: how long it was, when its end could be read; null otherwise. */
  | { kind: 'damaged'; what: 'subpacket'; reason: 'checksum' | 'noise'; bytes: number | null }
  /** Whole, but behind a damaged one of the same frame. */
  | { kind: 'stray'; content: Uint8Array }
  /** Five CAN in a row. */
  | { kind: 'cancel' };

export interface FrameReader {
  /** Everything that ends in `bytes`, in order; never throws. */
  read(bytes: Uint8Array): Frame[];
}

const withData: readonly number[] = [
  frameType.ZSINIT,
  frameType.ZFILE,
  frameType.ZDATA,
  frameType.ZCOMMAND,
  frameType.ZSTDERR,
];
const opensData = (type: number): boolean => withData.includes(type);
const goesOn = (end: SubpacketEnd): boolean => end === subpacketEnd.ZCRCG || end === subpacketEnd.ZCRCQ;

/** `line-end`: CR and LF of a hex header, which its data subpackets follow. */
type Mode = 'hunt' | 'header' | 'line-end' | 'data';

/**
 * Finds frames in what arrives, cut anywhere and with noise in between. Whatever is damaged is told once; after that it hunts
 * for the next header. `takesData`: a receiver reads data subpackets; a sender, who may hear its own echo, does not.
 */
export function createFrameReader({ takesData }: { takesData: boolean }): FrameReader {
  const headers = createHeaderReader();
  const subpackets = createSubpacketReader();
  let frames: Frame[] = [];
  let mode: Mode = 'hunt';
  /** The data subpackets of this frame carry CRC-32. */
  let wide = false;
  /** The last byte was ZPAD. */
  let padded = false;
  /** ZPAD ZDLE were the last two. */
  let armed = false;
  let cancels = 0;
  /** Subpackets behind a damaged one are read as well, while the next header is looked for. */
  let strays = false;

  function hunt(byte: number): void {
    if (isFlowControl(byte)) return;
    const encoding = armed ? headerEncoding(byte) : null;
    armed = padded && (byte & 0x7f) === zdle;
    padded = (byte & 0x7f) === zpad;
    if (encoding === null) return;
    headers.begin(encoding);
    mode = 'header';
  }
  function takeHeader(byte: number): void {
    const state = headers.take(byte);
    if (state === 'reading') return;
    mode = 'hunt';
    if (state === 'whole') {
      strays = false;
      const header = headers.header();
      frames.push({ kind: 'header', ...header });
      if (takesData && opensData(header.type)) {
        wide = header.encoding === 'binary32';
        subpackets.begin(wide);
        mode = header.encoding === 'hex' ? 'line-end' : 'data';
      }
      return;
    }
    frames.push({ kind: 'damaged', what: 'header', reason: state === 'damaged' ? 'checksum' : 'noise' });
    if (state === 'broken') hunt(byte);
  }
  function skipLineEnd(bytes: Uint8Array, at: number): number {
    const byte = (bytes[at] ?? 0) & 0x7f;
    if (byte !== 0x0d) mode = 'data';
    return byte === 0x0d || byte === 0x0a ? at + 1 : at;
  }
  function takeData(bytes: Uint8Array, from: number): number {
    const at = subpackets.read(bytes, from);
    const result = subpackets.result();
    if (result?.state === 'whole') {
      frames.push({ kind: 'subpacket', content: result.content, end: result.end });
      if (goesOn(result.end)) subpackets.begin(wide);
      else mode = 'hunt';
    } else if (result?.state === 'broken') {
      const { reason, bytes, end } = result;
      frames.push({ kind: 'damaged', what: 'subpacket', reason, bytes });
      mode = 'hunt';
      strays = end !== null && goesOn(end);
      if (strays) subpackets.begin(wide);
      if (result.cancelling) cancels = 2;
    }
    return at;
  }
  /** Beside the hunt: a sender that has not heard yet goes on with its frame. */
  function takeStray(byte: Uint8Array): void {
    subpackets.read(byte, 0);
    const result = subpackets.result();
    if (result?.state === 'whole') frames.push({ kind: 'stray', content: result.content });
    if (result !== null) strays = result.state === 'whole' && goesOn(result.end);
    if (result !== null && strays) subpackets.begin(wide);
  }
  /** CAN is never sent twice in a row otherwise: as content it is ZDLE and a letter. */
  function countCancels(byte: number): void {
    cancels = byte === zdle ? cancels + 1 : 0;
    if (cancels !== cancelRun) return;
    frames.push({ kind: 'cancel' });
    mode = 'hunt';
  }

  function takeByte(byte: number): void {
    countCancels(byte);
    if (mode === 'header') takeHeader(byte);
    else hunt(byte);
  }
  function readOn(bytes: Uint8Array, at: number): number {
    if (mode === 'data') return takeData(bytes, at);
    if (mode === 'line-end') return skipLineEnd(bytes, at);
    if (strays) takeStray(bytes.subarray(at, at + 1));
    takeByte(bytes[at] ?? 0);
    return at + 1;
  }

  return {
    read(bytes) {
      frames = [];
      for (let at = 0; at < bytes.length; ) at = readOn(bytes, at);
      return frames;
    },
  };
}
