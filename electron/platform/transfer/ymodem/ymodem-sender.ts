import type { Ending } from '../ending.ts';
import type { FileToSend } from '../file-ports.ts';
import type { SendingMachine } from '../machine.ts';
import { createScriptMachine, type Script, type ScriptIo } from '../script.ts';
import type { BlockBytes } from '../xmodem/block.ts';
import { cancelBytes, control, stillAnswers } from '../xmodem/control.ts';
import { deliver } from '../xmodem/deliver.ts';
import { awaitInvitation } from '../xmodem/invitation.ts';
import { giveUp, isEnding } from '../xmodem/receive-content.ts';
import { sendContent } from '../xmodem/send-content.ts';
import { sendEnd } from '../xmodem/send-end.ts';
import { defaultTiming, type Timing } from '../xmodem/timing.ts';
import { encodeHeader, encodeLastHeader } from './header.ts';

interface YmodemSenderOptions {
  /** In the order of the source. */
  files: readonly FileToSend[];
  /** Default 1024. */
  blockBytes?: BlockBytes;
  timing?: Partial<Timing>;
}

/**
 * Whether the receiver takes the last word does not matter any more; lrzsz's answer gets lost on a pseudo-terminal, and three
 * times so long is waited then.
 */
const lastHeaderTimeoutMs = 1_000;
const invitations = [control.crc, control.stream, control.nak];

/** Sends files by YMODEM; as a stream without answers (-g) when the receiver asks for that. */
export function createYmodemSender(options: YmodemSenderOptions): SendingMachine {
  const sender = { ...options, timing: { ...defaultTiming, ...options.timing } };
  return createScriptMachine((io) => send(io, sender), { bytes: cancelBytes, isUnheard: stillAnswers });
}

interface Sender extends YmodemSenderOptions {
  timing: Timing;
}

function* send(io: ScriptIo, sender: Sender): Script {
  const { files, timing } = sender;
  for (const index of files.keys()) {
    const sent = yield* sendFile(io, sender, index);
    if (typeof sent === 'object') return sent;
    if (sent === 'completed-unconfirmed')
      return { end: index === files.length - 1 ? sent : 'timeout', detail: `no word after file ${index}` };
  }
  const completed: Ending = { end: 'completed', detail: `${files.length} files` };
  const invited = yield* awaitInvitation(io, timing.endTimeoutMs, invitations);
  // It has acknowledged all of them.
  if (isEnding(invited)) return invited.end === 'timeout' ? completed : invited;
  const block = encodeLastHeader(checkFor(invited.byte));
  const patience = { ...timing, ackTimeoutMs: lastHeaderTimeoutMs };
  yield* deliver(io, block, { timing: patience, offset: 0, no: invited.byte });
  return completed;
}

const checkFor = (invitation: number) => (invitation === control.nak ? 'checksum' : 'crc');

function* sendFile(
  io: ScriptIo,
  { files, blockBytes = 1024, timing }: Sender,
  index: number,
): Script<'completed' | 'completed-unconfirmed' | Ending> {
  const file = files[index];
  if (file === undefined) throw new Error(`no file ${index}`);
  const invited = yield* awaitInvitation(io, timing.startTimeoutMs, invitations);
  if (isEnding(invited)) return invited;
  const check = checkFor(invited.byte);
  const streams = invited.byte === control.stream;
  const refused = yield* deliver(io, encodeHeader(file, check), {
    timing,
    offset: 0,
    // A stream's receiver answers with the next "G" alone.
    yes: streams ? control.stream : control.ack,
    no: streams ? null : invited.byte,
  });
  if (refused !== null) return refused;
  const again = streams ? invited : yield* awaitInvitation(io, timing.startTimeoutMs, invitations);
  if (isEnding(again)) return again;
  io.emit({ type: 'file-started', index, offset: 0 });
  const invitation = again.byte;
  const content = yield* sendContent(io, {
    timing,
    index,
    blockBytes,
    check,
    bytes: file.bytes,
    streams,
    invitation,
  });
  if (isEnding(content)) return content;
  if (content.bytes < file.bytes)
    return giveUp(io, 'cancelled', `the file has ${content.bytes} of ${file.bytes} bytes`);
  const end = yield* sendEnd(io, { timing, bytes: content.bytes, invitation });
  if (typeof end === 'object') return end;
  io.emit({ type: 'file-ended', outcome: end, bytes: content.bytes, paddedBytes: 0 });
  return end;
}
