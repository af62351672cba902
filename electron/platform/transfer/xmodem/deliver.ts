import type { Ending } from '../ending.ts';
import { readByte, type Script, type ScriptIo } from '../script.ts';
import { control, holdsCancel } from './control.ts';
import { errorLimit, silenceLimit, type Timing } from './timing.ts';

export type Answer = 'ack' | 'nak' | 'cancel' | 'silence';

/** Whoever invited twice before we began has not asked for the first block again. */
const staleInvitationMs = 50;

interface AnswerOptions {
  untilMs: number;
  /** Means yes. ACK, but for the header of a stream. */
  yes: number;
  /** Means no, beside NAK: who has nothing yet invites again. */
  no?: number | null;
  /** Before this time `no` is an old one. */
  noFromMs?: number;
}

/** The next byte that means something. Others are noise, and noise is no reason to send again: the receiver will ask. */
export function* readAnswer(io: ScriptIo, options: AnswerOptions): Script<Answer> {
  const { untilMs, yes, no = null, noFromMs = 0 } = options;
  let last = 0;
  for (;;) {
    const byte = yield* readByte(io, untilMs);
    if (byte === null) return 'silence';
    if (byte === yes) return 'ack';
    if (byte === control.nak || (byte === no && io.now() >= noFromMs)) return 'nak';
    if (byte === control.can && last === control.can) return 'cancel';
    last = byte;
  }
}

interface DeliverOptions {
  timing: Timing;
  /** Where in the file it belongs, for those who watch. */
  offset: number;
  yes?: number;
  no?: number | null;
}

/** Sends a block until it is acknowledged; null: it was. */
export function* deliver(io: ScriptIo, block: Uint8Array, options: DeliverOptions): Script<Ending | null> {
  const { timing, offset, yes = control.ack, no = null } = options;
  let silences = 0;
  for (let errors = 0; errors < errorLimit; errors++) {
    const cancelled = yield* turnAround(io, timing);
    if (cancelled) return cancelledByPeer(offset);
    io.send(block);
    const sentMs = io.now();
    const noFromMs = sentMs + staleInvitationMs;
    const answer = yield* readAnswer(io, { untilMs: sentMs + timing.ackTimeoutMs, yes, no, noFromMs });
    if (answer === 'ack') return null;
    if (answer === 'cancel') return cancelledByPeer(offset);
    silences = answer === 'silence' ? silences + 1 : 0;
    io.emit({ type: 'retry', reason: answer === 'nak' ? 'refused' : 'timeout', offset });
    if (silences >= silenceLimit) return { end: 'timeout', detail: `no answer at ${offset}` };
  }
  return { end: 'too-many-errors', detail: `refused ${errorLimit} times at ${offset}` };
}

/** Lets a receiver drop its input first, and drops ours: answers to what was before. True: one of them was a cancel. */
export function* turnAround(io: ScriptIo, { turnaroundDelayMs }: Timing): Script<boolean> {
  if (turnaroundDelayMs > 0) yield { untilMs: io.now() + turnaroundDelayMs };
  return holdsCancel(io.input.takeAll());
}

export const cancelledByPeer = (offset: number): Ending => ({
  end: 'cancelled-by-peer',
  detail: `at ${offset}`,
});
