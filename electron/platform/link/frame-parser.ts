import { crc32 } from 'node:zlib';
import {
  addressOctet,
  escapeBit,
  escapeOctet,
  fcsBytes,
  flagOctet,
  flowOctets,
  maxFrameBytes,
} from '#shared/gateway-api/console/frame-constants.ts';

export interface ParsedBytes {
  /** Content of whole and undamaged frames: from after the address to before the FCS. */
  frames: Uint8Array[];
  /** What stood outside of frames: typed by a person, sent by another protocol, or noise. */
  outside: Uint8Array;
}

export interface FrameParser {
  /** Takes bytes cut anywhere. Damaged frames are dropped; nothing is too odd for it. */
  feed(bytes: Uint8Array): ParsedBytes;
}

/**
 * `typed`: a flag that something else followed than a frame, which goes to `outside`. `closed`: the flag was the end of a
 * frame and may be the beginning of the next (RFC 1662 §3.1).
 */
type State = 'outside' | 'typed' | 'closed' | 'inside' | 'escaped';

const flow: ReadonlySet<number> = new Set(flowOctets);
const shortest = 1 + fcsBytes + 1;

export function createFrameParser(): FrameParser {
  const buffer = Buffer.alloc(maxFrameBytes);
  let length = 0;
  let state: State = 'outside';

  function take(octet: number): void {
    if (length === maxFrameBytes) state = 'outside';
    else buffer[length++] = octet;
  }

  function finished(): Uint8Array | null {
    if (length < shortest) return null;
    const end = length - fcsBytes;
    if (crc32(buffer.subarray(0, end)) !== buffer.readUInt32LE(end)) return null;
    return Uint8Array.from(buffer.subarray(1, end));
  }

  function inside(octet: number, frames: Uint8Array[]): void {
    if (octet === flagOctet) {
      // An escape before the flag gives the frame up (RFC 1662 §4.3).
      const frame = state === 'escaped' ? null : finished();
      if (frame !== null) frames.push(frame);
      state = 'closed';
    } else if (state === 'escaped') {
      state = 'inside';
      take(octet ^ escapeBit);
    } else if (octet === escapeOctet) {
      state = 'escaped';
    } else if (!flow.has(octet)) {
      take(octet);
    }
  }

  return {
    feed(bytes) {
      const frames: Uint8Array[] = [];
      const outside: number[] = [];
      for (const octet of bytes) {
        if (state === 'inside' || state === 'escaped') {
          inside(octet, frames);
        } else if (octet === addressOctet && state !== 'outside') {
          state = 'inside';
          buffer[0] = addressOctet;
          length = 1;
        } else {
          if (state === 'typed') outside.push(flagOctet);
          if (octet !== flagOctet) outside.push(octet);
          if (octet !== flagOctet) state = 'outside';
          else if (state !== 'closed') state = 'typed';
        }
      }
      return { frames, outside: Uint8Array.from(outside) };
    },
  };
}
