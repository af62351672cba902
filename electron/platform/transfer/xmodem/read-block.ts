import { readByte, readBytes, type Script, type ScriptIo, untilQuiet } from '../script.ts';
import { type BlockBytes, checkBytes, hasGoodCheck } from './block.ts';
import { type Check, control, endsCancelled } from './control.ts';
import { noiseLimitMs, type Timing } from './timing.ts';

/** What a receiver hears at once. */
export type Arrival =
  | { type: 'block'; number: number; content: Uint8Array }
  | { type: 'end' }
  | { type: 'cancel' }
  | { type: 'silence' }
  /** Whatever it was, the line is quiet again. */
  | { type: 'damaged'; reason: 'checksum' | 'noise' };

/** The next thing from the sender; `silence` when nothing begins within `waitMs`. */
export function* readArrival(io: ScriptIo, check: Check, waitMs: number, timing: Timing): Script<Arrival> {
  const first = yield* readByte(io, io.now() + waitMs);
  if (first === null) return { type: 'silence' };
  if (first === control.soh) return yield* readBlock(io, 128, check, timing);
  if (first === control.stx) return yield* readBlock(io, 1024, check, timing);
  // Alone. With more behind it, it was the beginning of a block.
  if (first === control.eot && io.input.length() === 0) return { type: 'end' };
  if (first === control.can) {
    const second = yield* readByte(io, io.now() + timing.gapMs);
    if (second === control.can) return { type: 'cancel' };
  }
  return yield* noise(io, timing);
}

function* readBlock(io: ScriptIo, bytes: BlockBytes, check: Check, timing: Timing): Script<Arrival> {
  const body = yield* readBytes(io, 2 + bytes + checkBytes(check), timing.gapMs);
  if (body === null) {
    return endsCancelled(io.input.takeAll()) ? { type: 'cancel' } : { type: 'damaged', reason: 'noise' };
  }
  const [number = 0, complement = 0] = body;
  const content = body.subarray(2, 2 + bytes);
  const whole = (number ^ complement) === 0xff && hasGoodCheck(content, check, body.subarray(2 + bytes));
  if (whole) return { type: 'block', number, content };
  // Of the right length and nothing behind it: the sender waits, so it can be told at once.
  if (io.input.length() === 0) return { type: 'damaged', reason: 'checksum' };
  return yield* noise(io, timing);
}

/** Whoever answers while the sender still sends is not heard, or taken for the answer to the next block. */
function* noise(io: ScriptIo, timing: Timing): Script<Arrival> {
  const tail = yield* untilQuiet(io, timing.quietMs, noiseLimitMs);
  return endsCancelled(tail) ? { type: 'cancel' } : { type: 'damaged', reason: 'noise' };
}
