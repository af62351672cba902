import type { RetryReason } from '../../machine.ts';
import { frameType, type SubpacketEnd, subpacketEnd } from '../framing/constants.ts';
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

  const asked = (): boolean => askedMs !== Number.NEGATIVE_INFINITY;
  function ask(atMs: number): void {
    askedMs = atMs;
    step.send(hexHeader(frameType.ZRPOS, file.wanted()));
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
    if (!file.open(offset)) {
      askOnce('sequence', atMs);
      return;
    }
    // It fits, so the sender has heard: whatever happens from here on is new.
    if (asked()) clock.expect(atMs - askedMs);
    askedMs = Number.NEGATIVE_INFINITY;
  }
  function closeFile(offset: number, atMs: number): void {
    // Short of it: an earlier ZEOF. Beyond it, what was asked for is still to come.
    if (offset > file.position() && asked()) clock.wait(atMs);
    else if (offset > file.position()) askAgain('sequence', atMs);
    if (offset !== file.position()) return;
    step.event({ type: 'file-ended', outcome: 'completed', bytes: offset, paddedBytes: 0 });
    options.onEnded(atMs);
  }

  function answer(end: SubpacketEnd, atMs: number): void {
    const endOffset = file.frameEnd();
    // What should have proven what was kept is something else.
    if (endOffset === null) askAgain('sequence', atMs);
    else if (end === subpacketEnd.ZCRCW && file.jump()) ask(atMs);
    else if (end === subpacketEnd.ZCRCQ || end === subpacketEnd.ZCRCW) {
      step.send(hexHeader(frameType.ZACK, endOffset));
    }
    if (end === subpacketEnd.ZCRCE || end === subpacketEnd.ZCRCW) file.close();
  }

  return {
    begin(atMs) {
      clock.progress(atMs);
      ask(atMs);
    },
    header({ type, value }, atMs) {
      file.stopKeeping();
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
      answer(end, atMs);
    },
    damaged(reason, atMs, bytes) {
      if (!file.inFrame()) return askOnce(reason, atMs);
      file.lose(bytes);
      askAgain(reason, atMs);
    },
    stray: file.keep,
    // A subpacket may take seconds on a slow line; while it arrives nothing is missing.
    bytes(_, atMs) {
      if (file.inFrame()) clock.wait(atMs);
    },
    due: (atMs) => askAgain('timeout', atMs),
    deadlineMs: clock.dueMs,
  };
}
