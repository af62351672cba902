import { frameType } from './framing/constants.ts';
import { createFrameReader } from './framing/frame-reader.ts';

/** `peer-sends`: it waits for a receiver (ZRQINIT). `peer-receives`: it waits for a sender (ZRINIT). */
export type ZmodemPrompt = 'peer-sends' | 'peer-receives';

/**
 * Notices in the output of a console that a program at the other end has begun ZMODEM ("Session startup"): `sz` and `rz` say
 * so in a hex header, whose checksum is looked at, so that text about ZMODEM is not taken for it. Cut anywhere.
 */
export function createPromptDetector(): (bytes: Uint8Array) => ZmodemPrompt | null {
  const reader = createFrameReader({ takesData: false });
  return (bytes) => {
    for (const frame of reader.read(bytes)) {
      if (frame.kind !== 'header' || frame.encoding !== 'hex') continue;
      if (frame.type === frameType.ZRQINIT) return 'peer-sends';
      if (frame.type === frameType.ZRINIT) return 'peer-receives';
    }
    return null;
  };
}
