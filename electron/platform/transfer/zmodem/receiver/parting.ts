import { frameType } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { Session } from '../session.ts';

/** Senders that exit drop what they said last, so that the letters may never come. */
const partingMs = 500;
const letterO = 0x4f;

/** "Session cleanup": ZFIN is answered, the sender's two letters "OO" are awaited briefly. */
export function createParting(session: Session): Phase {
  let untilMs = 0;
  let letters = 0;

  const finish = (seen: string): void => session.end('completed', seen);
  const answer = (): void => session.step.send(hexHeader(frameType.ZFIN));
  return {
    begin(nowMs) {
      answer();
      untilMs = nowMs + partingMs;
    },
    header({ type }) {
      if (type === frameType.ZFIN) answer();
    },
    bytes(bytes) {
      for (const byte of bytes) {
        letters = byte === letterO ? letters + 1 : 0;
        if (letters === 2) finish('over and out');
      }
    },
    due: () => finish('no "OO"'),
    deadlineMs: () => untilMs,
  };
}
