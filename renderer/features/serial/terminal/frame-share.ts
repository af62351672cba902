const leastBytes = 4 * 1024;
const mostBytes = 128 * 1024;
const easyMs = 5;
const hardMs = 10;

/** How much is parsed between two frames, by how long it took last: slow at first, until the browser has compiled the parser. */
export function createFrameShare() {
  let bytes = leastBytes;
  return {
    bytes: () => bytes,
    took(ms: number): void {
      if (ms > hardMs) bytes = Math.max(bytes / 2, leastBytes);
      else if (ms < easyMs) bytes = Math.min(bytes * 2, mostBytes);
    },
  };
}
