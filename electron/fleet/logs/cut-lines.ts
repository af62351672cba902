import { Buffer } from 'node:buffer';

const lineFeed = 0x0a;

/** A line without its end, or one that is longer than allowed and was thrown away. */
export type CutLine = { text: string } | { tooLongBytes: number };

/**
 * Cuts bytes into lines at each line feed. Of a line over `maxBytes` nothing is kept but its length, so that memory stays
 * bounded whatever arrives.
 */
export function createLineCutter(maxBytes: number): { push(chunk: Buffer): CutLine[]; end(): CutLine[] } {
  let parts: Buffer[] = [];
  let bytes = 0;
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): CutLine => {
    const line = bytes > maxBytes ? { tooLongBytes: bytes } : { text: Buffer.concat(parts).toString('utf8') };
    parts = [];
    bytes = 0;
    return line;
  };
  return {
    push(chunk) {
      const lines: CutLine[] = [];
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, from)) {
        add(chunk.subarray(from, at));
        lines.push(take());
        from = at + 1;
      }
      add(chunk.subarray(from));
      return lines;
    },
    end: () => (bytes === 0 ? [] : [take()]),
  };
}
