import type { OfferedFile } from '../../machine.ts';
import { parseFileInfo } from '../file-info.ts';
import { frameType } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { Session } from '../session.ts';

/** Damage comes in bursts; one answer is enough for what arrives within this time. */
const answerGapMs = 250;

export interface InvitingOptions {
  session: Session;
  /** ZRINIT. */
  invite: Uint8Array;
  /** What the subpacket that arrives belongs to. */
  frame: () => number;
  onOffer: (file: OfferedFile, nowMs: number) => void;
  onFinish: (nowMs: number) => void;
}

export interface Inviting extends Phase {
  /** Begins with the word that the file offered last is not wanted. */
  skipOffered(): void;
}

/** "Session startup" and in between files: says what the receiver can do until a file is offered or the sender finishes. */
export function createInviting({ session, invite, frame, onOffer, onFinish }: InvitingOptions): Inviting {
  const { step, clock } = session;
  let answeredMs = Number.NEGATIVE_INFINITY;
  let offered = new Uint8Array();
  let skipped = false;

  const sayZrinit = (): void => step.send(invite);
  const saySkip = (): void => step.send(hexHeader(frameType.ZSKIP));
  /** A sender that says these has not heard the last ZRINIT. */
  const unheard: readonly number[] = [frameType.ZRQINIT, frameType.ZNAK, frameType.ZDATA, frameType.ZEOF];

  return {
    begin(nowMs) {
      if (skipped) saySkip();
      else sayZrinit();
      clock.progress(nowMs);
    },
    skipOffered() {
      skipped = true;
    },
    header({ type }, nowMs) {
      if (unheard.includes(type)) sayZrinit();
      // 0: nobody knows how much is free.
      if (type === frameType.ZFREECNT) step.send(hexHeader(frameType.ZACK, 0));
      if (type === frameType.ZFIN) onFinish(nowMs);
    },
    subpacket(content, _, nowMs) {
      if (frame() !== frameType.ZFILE) return;
      clock.progress(nowMs);
      // Offered again because the ZSKIP got lost: that was decided already.
      if (skipped && Buffer.compare(offered, content) === 0) return saySkip();
      offered = Uint8Array.from(content);
      skipped = false;
      onOffer(parseFileInfo(content), nowMs);
    },
    damaged(_, nowMs) {
      if (nowMs - answeredMs < answerGapMs || !session.mayRepeat(nowMs)) return;
      answeredMs = nowMs;
      step.send(hexHeader(frameType.ZNAK));
    },
    due(nowMs) {
      if (session.mayRepeat(nowMs)) sayZrinit();
    },
    deadlineMs: clock.dueMs,
  };
}
