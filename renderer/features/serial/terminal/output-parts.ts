import type { ConsoleMark, ConsoleOutput } from '#shared/bridge/serial-console.ts';

/** What the host read, with the bytes as bytes. */
export type OutputChunk = Omit<ConsoleOutput, 'base64' | 'pending'> & { bytes: Uint8Array };

/** Pieces of the output in order: bytes with the time at which they arrived, what happened to the line, and what is missing. */
export type OutputPart =
  | { kind: 'bytes'; offset: number; at: number; bytes: Uint8Array }
  | { kind: 'mark'; mark: ConsoleMark }
  | { kind: 'cut'; bytes: number };

/**
 * At most so many bytes in one piece. A terminal parses a piece at once: this is a few milliseconds before its code is compiled, and fewer new
 * lines than the terminal keeps, so that the times of lines can be counted.
 */
export const maxPartBytes = 2 * 1024;

/** Cuts an answer at its marks. Nothing before `wanted` is given again, whatever the answer holds. */
export function outputParts(output: OutputChunk, wanted: number): OutputPart[] {
  const { from, bytes, marks } = output;
  const end = from + bytes.length;
  const parts: OutputPart[] = from > wanted ? [{ kind: 'cut', bytes: from - wanted }] : [];
  let next = Math.min(Math.max(from, wanted), end);
  let at = marks.find(({ kind }) => kind === 'bytes')?.at ?? 0;
  const until = (offset: number): void => {
    while (next < offset) {
      const stop = Math.min(offset, next + maxPartBytes);
      parts.push({ kind: 'bytes', offset: next, at, bytes: bytes.subarray(next - from, stop - from) });
      next = stop;
    }
  };
  for (const mark of marks) {
    if (mark.offset >= end) break;
    until(mark.offset);
    if (mark.kind === 'bytes') at = mark.at;
    else if (mark.offset >= Math.max(from, wanted)) parts.push({ kind: 'mark', mark });
  }
  until(end);
  return parts;
}
