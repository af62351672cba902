import type { ReceivingMachine } from '../machine.ts';
import { createScriptMachine, type Script, type ScriptIo } from '../script.ts';
import { cancelBytes, control, single } from '../xmodem/control.ts';
import { giveUp, type Invitation, isEnding, receiveContent } from '../xmodem/receive-content.ts';
import { defaultTiming, type Timing } from '../xmodem/timing.ts';
import { receiveHeader } from './receive-header.ts';

interface YmodemReceiverOptions {
  /** Asks for a stream without answers (-g). Only for lines that lose nothing: any damage ends the transfer. */
  streams?: boolean;
  timing?: Partial<Timing>;
}

/**
 * Receives files by YMODEM. Of a file with an announced length exactly that is taken, and less is an error. A refused file
 * ends the transfer: the protocol has no word for the next one.
 */
export function createYmodemReceiver(options: YmodemReceiverOptions = {}): ReceivingMachine {
  const timing = { ...defaultTiming, ...options.timing };
  return createScriptMachine((io) => receive(io, options.streams ?? false, timing), { bytes: cancelBytes });
}

function* receive(io: ScriptIo, streams: boolean, timing: Timing): Script {
  const byte = streams ? control.stream : control.crc;
  const invitation: Invitation = { byte, check: 'crc', waitMs: timing.blockTimeoutMs };
  for (let files = 0; ; files++) {
    const header = yield* receiveHeader(io, { timing, invitation: byte, begun: files > 0 });
    if (isEnding(header)) return header;
    // Before the file is asked about: people take longer than senders wait for this.
    if (header.file === null || !streams) io.send(single(control.ack));
    if (header.file === null) return { end: 'completed', detail: `${files} files` };
    io.emit({ type: 'file-offered', file: header.file });
    yield { decision: true, untilMs: null };
    if (io.takeDecision() === 'skip') {
      io.emit({ type: 'file-ended', outcome: 'skipped', bytes: 0, paddedBytes: 0 });
      return giveUp(io, 'cancelled', 'a file was refused');
    }
    const { bytes } = header.file;
    const invite = () => invitation;
    const content = yield* receiveContent(io, { timing, invite, bytes, streams, headerAsks: header.asks });
    if (isEnding(content)) return content;
    io.emit({ type: 'file-ended', outcome: 'completed', ...content });
    io.send(single(control.ack));
  }
}
