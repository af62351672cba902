import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { dictionaryBytes, maxPlainBytes } from '#shared/gateway-api/console/link-messages.ts';

/** One direction of a channel: each side remembers the same last bytes, from which the next ones are deflated. */
export interface ByteHistory {
  /** As much of `plain` as fits into `maxBytes`, deflated when that takes more along. */
  pack(plain: Uint8Array, maxBytes: number): { deflated: boolean; body: Uint8Array; taken: number };
  /** Null: damaged, or more than one message may hold. */
  unpack(body: Uint8Array, deflated: boolean): Uint8Array | null;
}

/** Below this deflating does not pay for itself. */
const worthBytes = 48;

export function createByteHistory(): ByteHistory {
  let history: Buffer = Buffer.alloc(0);
  // Content that was packed already, such as an archive, is not tried again at every message.
  let skip = 0;
  let misses = 0;

  const options = () => (history.length === 0 ? {} : { dictionary: history });
  const remember = (plain: Uint8Array) => {
    history = Buffer.concat([history, plain]).subarray(-dictionaryBytes);
  };
  const deflate = (plain: Uint8Array) => deflateRawSync(plain, options());

  function best(plain: Uint8Array, maxBytes: number) {
    const raw = plain.subarray(0, maxBytes);
    if (plain.length < worthBytes || skip > 0) {
      skip = Math.max(0, skip - 1);
      return { deflated: false, body: raw, taken: raw.length };
    }
    for (const length of new Set([Math.min(plain.length, maxPlainBytes), raw.length])) {
      const body = deflate(plain.subarray(0, length));
      if (body.length <= maxBytes && body.length < length) {
        misses = 0;
        return { deflated: true, body, taken: length };
      }
    }
    misses = Math.min(misses + 1, 5);
    skip = 2 ** misses;
    return { deflated: false, body: raw, taken: raw.length };
  }

  return {
    pack(plain, maxBytes) {
      const packed = best(plain, maxBytes);
      remember(plain.subarray(0, packed.taken));
      return packed;
    },
    unpack(body, deflated) {
      try {
        const plain = deflated
          ? inflateRawSync(body, { ...options(), maxOutputLength: maxPlainBytes })
          : Uint8Array.from(body);
        remember(plain);
        return plain;
      } catch {
        return null;
      }
    },
  };
}
