import { capability, flagsOf, zmodemLimits } from '../framing/constants.ts';

export interface ReceiverAbilities {
  crc32: boolean;
  escapeControls: boolean;
  /** After so many bytes it wants to be waited for; null: it takes everything as it comes. */
  segmentBytes: number | null;
}

/**
 * Reads a ZRINIT. A receiver that cannot store and listen at once, or not talk and listen, but names no buffer gets one
 * subpacket at a time ("Segmented streaming").
 */
export function receiverAbilities(value: number): ReceiverAbilities {
  const flags = flagsOf(value);
  const buffer = value & 0xffff;
  const streams = (flags & capability.fullDuplex) !== 0 && (flags & capability.overlappedIo) !== 0;
  const unnamed = streams ? null : zmodemLimits.sentSubpacketBytes;
  return {
    crc32: (flags & capability.crc32) !== 0,
    escapeControls: (flags & capability.escapeControls) !== 0,
    segmentBytes: buffer > 0 ? buffer : unnamed,
  };
}
