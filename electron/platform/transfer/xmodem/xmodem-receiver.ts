import type { ReceivingMachine } from '../machine.ts';
import { createScriptMachine, type Script, type ScriptIo } from '../script.ts';
import { cancelBytes, control, single } from './control.ts';
import { giveUp, type Invitation, isEnding, receiveContent } from './receive-content.ts';
import { defaultTiming, type Timing } from './timing.ts';

interface XmodemReceiverOptions {
  /** `checksum`: does not ask for CRC first. Default `crc`. */
  check?: 'checksum' | 'crc';
  /** The file's length where it is known from elsewhere: fill is cut off then, and less is an error. */
  knownBytes?: number | null;
  timing?: Partial<Timing>;
}

/** Asks for CRC so often; a sender that knows only the checksum does not answer to that. */
const crcInvitations = 4;

/**
 * Receives one file by XMODEM: checksum, CRC and 1k, as the sender likes. The file is offered without name and size; without
 * `knownBytes` it ends with up to a block of fill (`paddedBytes`), which cannot be told from content.
 */
export function createXmodemReceiver(options: XmodemReceiverOptions = {}): ReceivingMachine {
  const timing = { ...defaultTiming, ...options.timing };
  return createScriptMachine((io) => receive(io, { ...options, timing }), { bytes: cancelBytes });
}

function* receive(io: ScriptIo, options: XmodemReceiverOptions & { timing: Timing }): Script {
  const { timing, check = 'crc', knownBytes = null } = options;
  const byCrc: Invitation = { byte: control.crc, check: 'crc', waitMs: timing.inviteMs };
  const bySum: Invitation = { byte: control.nak, check: 'checksum', waitMs: timing.blockTimeoutMs };
  io.emit({ type: 'file-offered', file: { name: '', bytes: knownBytes, modifiedMs: null } });
  yield { decision: true, untilMs: null };
  if (io.takeDecision() === 'skip') {
    io.emit({ type: 'file-ended', outcome: 'skipped', bytes: 0, paddedBytes: 0 });
    return giveUp(io, 'cancelled', 'the file was refused');
  }
  const content = yield* receiveContent(io, {
    timing,
    invite: (attempt) => (check === 'crc' && attempt < crcInvitations ? byCrc : bySum),
    bytes: knownBytes,
    streams: false,
    headerAsks: null,
  });
  if (isEnding(content)) return content;
  io.emit({ type: 'file-ended', outcome: 'completed', ...content });
  io.send(single(control.ack));
  return { end: 'completed', detail: `${content.bytes} bytes` };
}
