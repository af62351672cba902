import { zmodemLimits } from '../framing/constants.ts';

export interface Pace {
  /** How much one data subpacket carries now. */
  subpacketBytes(): number;
  /** How much is read at once. */
  readBytes(): number;
  /** So much has gone out. */
  sent(bytes: number): void;
  /** The receiver wants something again. */
  failed(): void;
  /** From asking for content until it was there: reading, and writing what was before it. */
  turnaround(tookMs: number): void;
}

const leastSubpacketBytes = 64;
/** Errors closer together than this make subpackets smaller, twice as many bytes without one larger. */
const closeBytes = 8 * 1024;

const leastReadBytes = 1024;
const mostReadBytes = 64 * 1024;
const shortMs = 20;
const longMs = 200;

/**
 * How large the pieces are. Small subpackets get through noise; small reads hold little back when the receiver wants to go
 * back, large ones cost fewer turns on a fast line.
 */
export function createPace(): Pace {
  let subpacketBytes: number = zmodemLimits.sentSubpacketBytes;
  let readBytes = 4 * 1024;
  let sinceChange = closeBytes;

  return {
    subpacketBytes: () => subpacketBytes,
    readBytes: () => readBytes,
    sent(bytes) {
      sinceChange += bytes;
      if (sinceChange < 2 * closeBytes || subpacketBytes === zmodemLimits.sentSubpacketBytes) return;
      subpacketBytes *= 2;
      sinceChange = closeBytes;
    },
    failed() {
      if (sinceChange < closeBytes) subpacketBytes = Math.max(leastSubpacketBytes, subpacketBytes / 2);
      sinceChange = 0;
      readBytes = Math.max(readBytes / 4, leastReadBytes);
    },
    turnaround(tookMs) {
      if (tookMs < shortMs) readBytes = Math.min(readBytes * 2, mostReadBytes);
      else if (tookMs > longMs) readBytes = Math.max(readBytes / 2, leastReadBytes);
    },
  };
}
