import type { Ending } from '../ending.ts';
import type { Script, ScriptIo } from '../script.ts';
import { type Check, cancelBytes, control, single } from './control.ts';
import { type Arrival, readArrival } from './read-block.ts';
import { errorLimit, type Timing } from './timing.ts';

/** How a receiver asks for blocks: with which byte, and what check it expects then. */
export interface Invitation {
  byte: number;
  check: Check;
  waitMs: number;
}

interface ContentOptions {
  timing: Timing;
  /** The n-th invitation, from 0, while no block has come. */
  invite(attempt: number): Invitation;
  /** Length, where it is known: what is beyond it is fill. */
  bytes: number | null;
  /** Blocks are not answered (YMODEM-g): what is damaged ends the transfer. */
  streams: boolean;
  /** A block 0 went before, whose answer may be lost. */
  afterHeader: boolean;
}

/** A file that came to its end. The last ACK is up to the caller, who can say first that the file ended. */
export interface Content {
  bytes: number;
  /** Bytes at the end that may be fill; 0 where the length is known. */
  paddedBytes: number;
}

export const isEnding = (result: object): result is Ending => 'end' in result;

/** Invites, receives block after block and answers, up to the sender's EOT. */
export function* receiveContent(io: ScriptIo, options: ContentOptions): Script<Content | Ending> {
  const { timing, streams } = options;
  const startMs = io.now();
  const file = createContentMeter(io, options.bytes);
  let invitation = options.invite(0);
  let attempts = 0;
  let next = 1;
  let errors = 0;
  let damaged = false;
  let endsSeen = 0;
  io.send(single(invitation.byte));

  /** Null: goes on. */
  function answer(arrival: Exclude<Arrival, { type: 'end' }>): Ending | null {
    if (arrival.type === 'cancel') return { end: 'cancelled-by-peer', detail: `after ${file.bytes()} bytes` };
    if (arrival.type === 'block') return answerBlock(arrival.number, arrival.content);
    const silent = arrival.type === 'silence';
    const begun = next > 1 || !silent;
    if (streams && begun) return giveUp(io, 'too-many-errors', `a gap after ${file.bytes()} bytes`);
    io.emit({ type: 'retry', reason: silent ? 'timeout' : arrival.reason, offset: file.bytes() });
    if (!begun) return inviteAgain();
    damaged ||= !silent;
    if (++errors >= errorLimit)
      return giveUp(io, damaged ? 'too-many-errors' : 'timeout', `${errors} errors in a row`);
    io.send(single(control.nak));
    return null;
  }

  function inviteAgain(): Ending | null {
    if (io.now() - startMs >= timing.startTimeoutMs) return giveUp(io, 'timeout', 'nobody sends');
    invitation = options.invite(++attempts);
    io.send(single(invitation.byte));
    return null;
  }

  function answerBlock(number: number, content: Uint8Array): Ending | null {
    if (number === (next & 0xff)) {
      file.add(content);
      next++;
      errors = 0;
      damaged = false;
      endsSeen = 0;
      if (!streams) io.send(single(control.ack));
      return null;
    }
    // Our answer to it was lost.
    const repeated = number === ((next - 1) & 0xff) && (next > 1 || options.afterHeader);
    if (!repeated) return giveUp(io, 'too-many-errors', `block ${number} where ${next & 0xff} was due`);
    if (++errors >= errorLimit) return giveUp(io, 'too-many-errors', 'the same block again and again');
    if (!streams) io.send(single(control.ack));
    if (next === 1) io.send(single(invitation.byte));
    return null;
  }

  for (;;) {
    const waitMs = next > 1 ? timing.blockTimeoutMs : invitation.waitMs;
    const arrival = yield* readArrival(io, invitation.check, waitMs, timing);
    if (arrival.type === 'end') {
      // The first one may be a damaged byte; who means it says it again.
      if (streams || ++endsSeen > 1) return file.end(io);
      io.send(single(control.nak));
      continue;
    }
    const ending = answer(arrival);
    if (ending !== null) return ending;
  }
}

/** Counts and stores what belongs to the file. */
function createContentMeter(io: ScriptIo, knownBytes: number | null) {
  let bytes = 0;
  let fill = 0;
  return {
    bytes: () => bytes,
    add(content: Uint8Array): void {
      const kept = knownBytes === null ? content : content.subarray(0, knownBytes - bytes);
      fill = content.length - 1 - content.findLastIndex((byte) => byte !== control.sub);
      bytes += kept.length;
      if (kept.length > 0) io.store(kept);
    },
    end(over: ScriptIo): Content | Ending {
      if (knownBytes === null) return { bytes, paddedBytes: fill };
      if (bytes === knownBytes) return { bytes, paddedBytes: 0 };
      return giveUp(over, 'too-many-errors', `the sender ended after ${bytes} of ${knownBytes} bytes`);
    },
  };
}

/** Tells the sender that it is over. */
export function giveUp(io: ScriptIo, end: Ending['end'], detail: string): Ending {
  io.send(cancelBytes);
  return { end, detail };
}
