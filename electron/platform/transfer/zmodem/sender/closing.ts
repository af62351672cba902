import { frameType, subpacketEnd } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { Place, SenderContext, SenderTurns } from './context.ts';

/** ZFIN is said so often; after that it ends without the peer's word, with every file confirmed. */
const farewells = 3;
const garbledMs = 500;
const nothing = new Uint8Array();

/** "ZEOF": everything of a file was said; the receiver confirms it by ZRINIT, or wants some of it again. */
export function createClosing(
  { session, writer }: SenderContext,
  { index, endOffset, furthest }: Place,
  turns: Pick<SenderTurns, 'onBack' | 'onFileEnded'>,
): Phase {
  const { step, clock } = session;
  const sayEnd = (): void => step.send(hexHeader(frameType.ZEOF, endOffset));
  /**
   * A receiver that misses something does not answer ZEOF. It answers a frame at the end: with ZRPOS when it misses something,
   * with ZACK when only ZEOF got lost, with ZRINIT when that did.
   */
  function probe(): void {
    writer.header(frameType.ZDATA, endOffset);
    writer.subpacket(nothing, 0, 0, subpacketEnd.ZCRCW);
    step.send(writer.take());
  }

  return {
    begin(atMs) {
      // No progress: it may have come here again because the receiver went back.
      clock.heard(atMs);
      clock.wait(atMs);
      sayEnd();
    },
    header({ type, value }, atMs) {
      if (type === frameType.ZRINIT) turns.onFileEnded('completed', endOffset, atMs);
      if (type === frameType.ZSKIP) turns.onFileEnded('skipped', 0, atMs);
      if (type === frameType.ZRPOS && value <= endOffset) {
        turns.onBack({ index, offset: value, endOffset, furthest }, atMs);
      }
      const unheard = type === frameType.ZNAK || (type === frameType.ZACK && value === endOffset);
      if (unheard && session.mayRepeat(atMs)) sayEnd();
    },
    due(atMs) {
      if (session.mayRepeat(atMs)) probe();
    },
    // An answer that cannot be read: the probe gets another one.
    damaged(_, atMs) {
      clock.wait(atMs, garbledMs);
    },
    deadlineMs: clock.dueMs,
  };
}

/** "Session cleanup": ZFIN both ways, then "OO". */
export function createFarewell({ session }: SenderContext): Phase {
  const { step, clock } = session;
  let said = 0;
  function say(): void {
    said += 1;
    step.send(hexHeader(frameType.ZFIN));
  }

  return {
    begin(atMs) {
      clock.progress(atMs);
      say();
    },
    header({ type }) {
      if (type !== frameType.ZFIN) return;
      step.send(Buffer.from('OO'));
      session.end('completed', 'over and out');
    },
    due(atMs) {
      if (said === farewells) session.end('completed-unconfirmed', 'no answer to ZFIN');
      else if (session.mayRepeat(atMs)) say();
    },
    deadlineMs: clock.dueMs,
  };
}
