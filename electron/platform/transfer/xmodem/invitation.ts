import type { Ending } from '../ending.ts';
import { readByte, type Script, type ScriptIo } from '../script.ts';
import { control } from './control.ts';

/**
 * Waits for the receiver's first word. What else comes until then is of a boot loader or a shell; a letter with more behind
 * it is of a sentence.
 */
export function* awaitInvitation(
  io: ScriptIo,
  timeoutMs: number,
  words: readonly number[],
): Script<{ byte: number } | Ending> {
  const untilMs = io.now() + timeoutMs;
  let last = 0;
  for (;;) {
    const byte = yield* readByte(io, untilMs);
    if (byte === null) return { end: 'timeout', detail: 'nobody asked for the file' };
    if (byte === control.can && last === control.can)
      return { end: 'cancelled-by-peer', detail: 'before it began' };
    if (words.includes(byte) && io.input.length() === 0) return { byte };
    last = byte;
  }
}
