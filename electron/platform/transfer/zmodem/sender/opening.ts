import { capability, flagsValue, frameType, subpacketEnd, zmodemLimits } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { SenderContext } from './context.ts';
import { type ReceiverAbilities, receiverAbilities } from './receiver-abilities.ts';

/**
 * "Session startup": types what starts a receiver and invites it. It invites instead of waiting, because what a receiver said
 * before the port was opened is lost.
 */
export function createOpening(
  { session }: SenderContext,
  startCommand: string,
  onAbilities: (abilities: ReceiverAbilities, nowMs: number) => void,
): Phase {
  const invite = (): void => session.step.send(hexHeader(frameType.ZRQINIT));
  return {
    begin(nowMs) {
      if (startCommand !== '') session.step.send(Buffer.from(startCommand));
      invite();
      session.clock.progress(nowMs);
    },
    header({ type, value }, nowMs) {
      if (type === frameType.ZRINIT) onAbilities(receiverAbilities(value), nowMs);
    },
    due(nowMs) {
      if (session.mayRepeat(nowMs)) invite();
    },
    deadlineMs: session.clock.dueMs,
  };
}

/** "ZSINIT": tells the receiver what it cannot know from the files. */
export function createIntroduction(
  { session, writer }: SenderContext,
  { escapeControls, attention }: { escapeControls: boolean; attention: string },
  onDone: (nowMs: number) => void,
): Phase {
  const { attentionBytes } = zmodemLimits;
  const text = Buffer.concat([Buffer.from(attention, 'latin1').subarray(0, attentionBytes), Buffer.of(0)]);
  function introduce(): void {
    writer.header(frameType.ZSINIT, flagsValue(escapeControls ? capability.escapeControls : 0));
    writer.subpacket(text, 0, text.length, subpacketEnd.ZCRCW);
    session.step.send(writer.take());
  }
  return {
    begin(nowMs) {
      introduce();
      session.clock.progress(nowMs);
    },
    header({ type }, nowMs) {
      if (type === frameType.ZACK) onDone(nowMs);
      if (type === frameType.ZNAK && session.mayRepeat(nowMs)) introduce();
    },
    due(nowMs) {
      if (session.mayRepeat(nowMs)) introduce();
    },
    deadlineMs: session.clock.dueMs,
  };
}
