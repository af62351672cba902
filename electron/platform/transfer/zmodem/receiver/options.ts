import { capability, flagsValue, frameType, zmodemLimits } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Patience } from '../retry-clock.ts';

export interface ZmodemReceiverOptions {
  /** The sender stops after so many bytes until they are dealt with; [0…65535], default 0: it never has to. */
  bufferBytes?: number | undefined;
  /** Asks for CRC-32, default true. Senders that cannot keep to CRC-16. */
  crc32?: boolean | undefined;
  /** Asks for every control character escaped, for lines that act on them. Default false. */
  escapeControls?: boolean | undefined;
  /** A file that turns out larger ends the transfer. Default and most: 4 294 967 295, the last position there is. */
  maxFileBytes?: number | undefined;
  patience?: Partial<Patience> | undefined;
}

/** lrzsz waits 60 s for an answer as sender; the peer that is asked again loses nothing. */
const defaultPatience: Patience = { firstMs: 2_000, longestMs: 15_000, silenceMs: 60_000, retries: 20 };

/** "ZRINIT": what this receiver can do. */
export function invitation(options: ZmodemReceiverOptions): Uint8Array {
  const { fullDuplex, overlappedIo, crc32, escapeControls } = capability;
  const flags =
    fullDuplex |
    overlappedIo |
    ((options.crc32 ?? true) ? crc32 : 0) |
    (options.escapeControls ? escapeControls : 0);
  return hexHeader(frameType.ZRINIT, flagsValue(flags, options.bufferBytes ?? 0));
}

export const receiverPatience = (options: ZmodemReceiverOptions): Patience => ({
  ...defaultPatience,
  ...options.patience,
});

export const largestFileBytes = (options: ZmodemReceiverOptions): number =>
  Math.min(options.maxFileBytes ?? zmodemLimits.fileBytes, zmodemLimits.fileBytes);
