import type { Result } from '#shared/result.ts';
import type { OutputChunk } from '../terminal/output-parts.ts';

export const pageBytes = 8 * 1024;
/** Half a mebibyte: many screens of rows, whatever the size of what arrived. */
const keptPages = 64;

export interface BytePages {
  /** The byte at an offset; null while it is being read. */
  byteAt(offset: number): number | null;
  /** Reads what is missing between two offsets; `total`: how much has arrived by now. */
  want(from: number, to: number, total: number): void;
}

/** Random access to what arrived, a page at a time; pages that were not looked at for long are let go. */
export function createBytePages(deps: {
  read(from: number, maxBytes: number): Promise<Result<OutputChunk>>;
  onRead(): void;
}): BytePages {
  /** In the order of use. */
  const pages = new Map<number, { start: number; bytes: Uint8Array }>();
  const reading = new Set<number>();

  function keep(page: number, part: { start: number; bytes: Uint8Array }): void {
    pages.delete(page);
    pages.set(page, part);
    for (const oldest of pages.keys()) {
      if (pages.size <= keptPages) break;
      pages.delete(oldest);
    }
  }

  async function fetchPage(page: number): Promise<void> {
    reading.add(page);
    const result = await deps.read(page * pageBytes, pageBytes);
    reading.delete(page);
    if (!result.ok) return;
    const { from, bytes } = result.value;
    const end = (page + 1) * pageBytes;
    // What was let go moves the beginning of an answer; bytes of the next page have their own place.
    if (from < end) keep(page, { start: from, bytes: bytes.subarray(0, end - from) });
    deps.onRead();
  }

  return {
    byteAt(offset) {
      const part = pages.get(Math.floor(offset / pageBytes));
      return part?.bytes[offset - part.start] ?? null;
    },
    want(from, to, total) {
      const end = Math.min(to, total);
      for (let page = Math.floor(from / pageBytes); page * pageBytes < end; page++) {
        const part = pages.get(page);
        const needed = Math.min((page + 1) * pageBytes, total);
        if (part) keep(page, part);
        if (reading.has(page) || (part && part.start + part.bytes.length >= needed)) continue;
        void fetchPage(page);
      }
    },
  };
}
