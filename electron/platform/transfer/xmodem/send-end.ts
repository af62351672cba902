import type { Ending } from '../ending.ts';
import type { Script, ScriptIo } from '../script.ts';
import { control, single } from './control.ts';
import { cancelledByPeer, readAnswer, turnAround } from './deliver.ts';
import { errorLimit, type Timing } from './timing.ts';

interface EndOptions {
  timing: Timing;
  bytes: number;
  /** With which byte the receiver invites: it missed the end of an empty file, or we its ACK. */
  invitation: number | null;
}

/**
 * Says that the file is over. Many receivers refuse the first EOT and take the second. Silence is not answered with another
 * one: to a shell that is there again, EOT means log out; a receiver that missed it asks.
 */
export function* sendEnd(
  io: ScriptIo,
  options: EndOptions,
): Script<'completed' | 'completed-unconfirmed' | Ending> {
  const { timing, bytes, invitation } = options;
  for (let errors = 0; errors < errorLimit; errors++) {
    const cancelled = yield* turnAround(io, timing);
    if (cancelled) return cancelledByPeer(bytes);
    io.send(single(control.eot));
    const untilMs = io.now() + timing.endTimeoutMs;
    const answer = yield* readAnswer(io, { untilMs, yes: control.ack, no: invitation });
    if (answer === 'ack') return 'completed';
    if (answer === 'silence') return 'completed-unconfirmed';
    if (answer === 'cancel') return cancelledByPeer(bytes);
    if (errors > 0) io.emit({ type: 'retry', reason: 'refused', offset: bytes });
  }
  return { end: 'too-many-errors', detail: `the end was refused ${errorLimit} times` };
}
