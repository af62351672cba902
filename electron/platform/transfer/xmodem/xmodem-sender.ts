import type { SendingMachine } from '../machine.ts';
import { createScriptMachine, type Script, type ScriptIo } from '../script.ts';
import type { BlockBytes } from './block.ts';
import { cancelBytes, control, stillAnswers } from './control.ts';
import { awaitInvitation } from './invitation.ts';
import { isEnding } from './receive-content.ts';
import { sendContent } from './send-content.ts';
import { sendEnd } from './send-end.ts';
import { defaultTiming, type Timing } from './timing.ts';

interface XmodemSenderOptions {
  /** 1024 needs a receiver that knows it; one that asks for the checksum gets 128. Default 1024. */
  blockBytes?: BlockBytes;
  timing?: Partial<Timing>;
}

/** Sends file 0 of its source by XMODEM; checksum or CRC, as the receiver asks. The last block is filled up. */
export function createXmodemSender(options: XmodemSenderOptions = {}): SendingMachine {
  const timing = { ...defaultTiming, ...options.timing };
  return createScriptMachine((io) => send(io, options.blockBytes ?? 1024, timing), {
    bytes: cancelBytes,
    isUnheard: stillAnswers,
  });
}

function* send(io: ScriptIo, blockBytes: BlockBytes, timing: Timing): Script {
  const invited = yield* awaitInvitation(io, timing.startTimeoutMs, [control.crc, control.nak]);
  if (isEnding(invited)) return invited;
  io.emit({ type: 'file-started', index: 0, offset: 0 });
  const invitation = invited.byte;
  const check = invitation === control.crc ? 'crc' : 'checksum';
  const content = yield* sendContent(io, {
    timing,
    index: 0,
    blockBytes,
    check,
    bytes: null,
    streams: false,
    invitation,
  });
  if (isEnding(content)) return content;
  const end = yield* sendEnd(io, { timing, bytes: content.bytes, invitation: null });
  if (typeof end === 'object') return end;
  io.emit({ type: 'file-ended', outcome: end, bytes: content.bytes, paddedBytes: 0 });
  return { end, detail: `${content.bytes} bytes` };
}
