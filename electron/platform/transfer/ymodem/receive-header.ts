import type { Ending } from '../ending.ts';
import type { OfferedFile } from '../machine.ts';
import type { Script, ScriptIo } from '../script.ts';
import { control, single } from '../xmodem/control.ts';
import { readArrival } from '../xmodem/read-block.ts';
import { giveUp } from '../xmodem/receive-content.ts';
import { errorLimit, type Timing } from '../xmodem/timing.ts';
import { parseHeader } from './header.ts';

interface HeaderOptions {
  timing: Timing;
  /** "C" or "G". */
  invitation: number;
  /** The sender is there already: it is invited less often. */
  begun: boolean;
}

/** Asks for the next file until it is announced; `file` null: there is none. The answer is up to the caller. */
export function* receiveHeader(
  io: ScriptIo,
  { timing, invitation, begun }: HeaderOptions,
): Script<{ file: OfferedFile | null } | Ending> {
  const startMs = io.now();
  let errors = 0;
  io.send(single(invitation));
  for (;;) {
    const waitMs = begun ? timing.headerTimeoutMs : timing.inviteMs;
    const arrival = yield* readArrival(io, 'crc', waitMs, timing);
    if (arrival.type === 'cancel') return { end: 'cancelled-by-peer', detail: 'between files' };
    if (arrival.type === 'block' && arrival.number === 0) return { file: parseHeader(arrival.content) };
    if (arrival.type === 'silence') {
      if (io.now() - startMs >= timing.startTimeoutMs) return giveUp(io, 'timeout', 'nobody sends');
      io.send(single(invitation));
      continue;
    }
    if (++errors >= errorLimit) return giveUp(io, 'too-many-errors', 'no file was announced');
    io.emit({ type: 'retry', reason: arrival.type === 'damaged' ? arrival.reason : 'sequence', offset: 0 });
    // The end of the file before: our answer to it was lost.
    if (arrival.type === 'end') io.send(Uint8Array.of(control.ack, invitation));
    else io.send(single(control.nak));
  }
}
