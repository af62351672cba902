import { StringDecoder } from 'node:string_decoder';

/** A line without an end is passed on at this length, so that a child cannot fill our memory. */
const maxLineChars = 64 * 1024;

/** Cuts a byte stream into lines; `end` passes on what has no line end. */
export function createLineCutter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const emitComplete = () => {
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > maxLineChars) {
      onLine(rest);
      rest = '';
    }
  };
  return {
    push(chunk) {
      rest += decoder.write(chunk);
      emitComplete();
    },
    end() {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
