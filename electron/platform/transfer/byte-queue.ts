/** Bytes that arrived and wait to be read, without copying a chunk more than once. */
export interface ByteQueue {
  length(): number;
  push(bytes: Uint8Array): void;
  /** The next `count` bytes, of which there must be as many. */
  take(count: number): Uint8Array;
  /** All there is. */
  takeAll(): Uint8Array;
}

export function createByteQueue(): ByteQueue {
  let chunks: Uint8Array[] = [];
  let length = 0;

  function take(count: number): Uint8Array {
    const first = chunks[0];
    length -= count;
    if (first !== undefined && first.length > count) {
      chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    const taken = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const chunk = chunks[0];
      if (chunk === undefined) throw new Error(`${count} bytes wanted, ${at} there`);
      const part = chunk.subarray(0, count - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === chunk.length) chunks.shift();
      else chunks[0] = chunk.subarray(part.length);
    }
    return taken;
  }

  return {
    length: () => length,
    push(bytes) {
      if (bytes.length === 0) return;
      chunks.push(bytes);
      length += bytes.length;
    },
    take,
    takeAll() {
      const all = take(length);
      chunks = [];
      return all;
    },
  };
}
