import type { RetryReason } from '../../machine.ts';
import { frameType, subpacketEnd } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { Session } from '../session.ts';
import { createIncomingFile } from './incoming-file.ts';

/** What was on its way when something was asked for looks damaged from here; it is not asked for again so soon. */
const askGapMs = 250;

export interface ReceivingOptions {
  session: Session;
  offset: number;
  maxFileBytes: number;
  /** Sent before anything that has to interrupt the sender. */
  attention: () => Uint8Array;
  frame: () => number;
  onEnded: (nowMs: number) => void;
}

/** "File transmission": content arrives in order; what is damaged or missing is asked for with ZRPOS, until it does not help. */
export function createReceiving(options: ReceivingOptions): Phase {
  const { session, frame, attention } = options;
  const { step, clock } = session;
  const file = createIncomingFile(options.offset);
  let askedMs = Number.NEGATIVE_INFINITY;

  function ask(atMs: number): void {
    askedMs = atMs;
    step.send(hexHeader(frameType.ZRPOS, file.position()));
  }
  function askAgain(reason: RetryReason, atMs: number): void {
    file.close();
    if (!session.mayRepeat(atMs)) return;
    step.event({ type: 'retry', reason, offset: file.position() });
    step.send(attention());
    ask(atMs);
  }
  function askOnce(reason: RetryReason, atMs: number): void {
    if (atMs - askedMs >= askGapMs) askAgain(reason, atMs);
  }
  function openFrame(offset: number, atMs: number): void {
    // When it fits, the sender has heard: whatever happens from here on is new.
    if (file.open(offset)) askedMs = Number.NEGATIVE_INFINITY;
    else askOnce('sequence', atMs);
  }
  function closeFile(offset: number, atMs: number): void {
    // Short of it, an earlier ZEOF; beyond it, what was asked for is still to come, unless that was not heard.
    if (offset > file.position()) askOnce('sequence', atMs);
    if (offset !== file.position()) return;
    step.event({ type: 'file-ended', outcome: 'completed', bytes: offset, paddedBytes: 0 });
    options.onEnded(atMs);
  }

  return {
    begin(atMs) {
      clock.progress(atMs);
      ask(atMs);
    },
    header({ type, value }, atMs) {
      if (type === frameType.ZDATA) openFrame(value, atMs);
      if (type === frameType.ZEOF) closeFile(value, atMs);
      if (type === frameType.ZNAK) askOnce('refused', atMs);
      if (type === frameType.ZFIN) {
        step.send(hexHeader(frameType.ZFIN));
        session.end('cancelled-by-peer', 'the sender finished in the middle of a file');
      }
    },
    subpacket(content, end, atMs) {
      // Offered again: the sender has not heard where to begin.
      if (frame() === frameType.ZFILE) askOnce('sequence', atMs);
      const fresh = frame() === frameType.ZDATA ? file.take(content) : null;
      if (fresh === null) return;
      if (file.position() > options.maxFileBytes) {
        step.send(attention());
        return session.abort('cancelled', `the file is larger than ${options.maxFileBytes} bytes`);
      }
      if (fresh.length > 0) {
        step.data(fresh);
        clock.progress(atMs);
      }
      if (end === subpacketEnd.ZCRCE || end === subpacketEnd.ZCRCW) file.close();
      if (end === subpacketEnd.ZCRCQ || end === subpacketEnd.ZCRCW) {
        step.send(hexHeader(frameType.ZACK, file.position()));
      }
    },
    damaged(reason, atMs) {
      if (file.inFrame()) askAgain(reason, atMs);
      else askOnce(reason, atMs);
    },
    // A subpacket may take seconds on a slow line; while it arrives nothing is missing.
    bytes(_, atMs) {
      if (file.inFrame()) clock.wait(atMs);
    },
    due: (atMs) => askAgain('timeout', atMs),
    deadlineMs: clock.dueMs,
  };
}
