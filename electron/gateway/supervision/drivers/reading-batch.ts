import type { Reading } from './driver-protocol.ts';

/** Keeps one message small. */
const mostInMessage = 2_000;

/**
 * Gathers readings for `waitMs` and passes on the newest of each address, so that a device or a broker that sends without
 * end costs the gateway a few messages a second.
 */
export function createReadingBatch(send: (readings: Reading[]) => void, waitMs: number) {
  let newest = new Map<string, Reading>();
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const all = [...newest.values()];
    newest = new Map();
    for (let from = 0; from < all.length; from += mostInMessage) send(all.slice(from, from + mostInMessage));
  };
  return {
    add(reading: Reading) {
      newest.set(reading.id, reading);
      timer ??= setTimeout(flush, waitMs);
    },
    flush,
  };
}
