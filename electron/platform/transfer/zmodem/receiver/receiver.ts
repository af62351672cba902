import type { ReceivingMachine, Step } from '../../machine.ts';
import { frameType } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import { createSession, type Session } from '../session.ts';
import { parseAttention } from './attention.ts';
import { createInviting } from './inviting.ts';
import { invitation, largestFileBytes, receiverPatience, type ZmodemReceiverOptions } from './options.ts';
import { createParting } from './parting.ts';
import { createReceiving } from './receiving.ts';

/**
 * Receives files by ZMODEM ("Protocol transaction overview"): invites, offers each file to its user, asks for what is damaged
 * or missing. Always ends; `timeout` when the sender is silent, `too-many-errors` when asking does not help.
 */
export function createZmodemReceiver(options: ZmodemReceiverOptions = {}): ReceivingMachine {
  let frame = -1;
  let attention: Uint8Array = new Uint8Array();
  let undecided = false;
  const session = createSession({ takesData: true, patience: receiverPatience(options) });
  const { step } = session;

  const inviting = createInviting({
    session,
    invite: invitation(options),
    frame: () => frame,
    onOffer(file, nowMs) {
      undecided = true;
      step.event({ type: 'file-offered', file });
      enter(createDeciding(session), nowMs);
    },
    onFinish: (nowMs) => enter(createParting(session), nowMs),
  });
  const receiving = (offset: number): Phase =>
    createReceiving({
      session,
      offset,
      maxFileBytes: largestFileBytes(options),
      attention: () => attention,
      frame: () => frame,
      onEnded: (nowMs) => enter(inviting, nowMs),
    });

  /** With what means the same in every phase. */
  function enter(phase: Phase, nowMs: number): void {
    session.enter(
      {
        ...phase,
        header(header, atMs) {
          frame = header.type;
          if (!endsSession(session, frame)) phase.header(header, atMs);
        },
        subpacket(content, end, atMs) {
          if (frame === frameType.ZSINIT) attention = parseAttention(content);
          if (frame === frameType.ZSINIT) step.send(hexHeader(frameType.ZACK, 1));
          // Nobody runs commands here: an exit status that tells failure.
          else if (frame === frameType.ZCOMMAND) step.send(hexHeader(frameType.ZCOMPL, 1));
          else phase.subpacket?.(content, end, atMs);
        },
      },
      nowMs,
    );
  }
  const decide = (act: () => void): Step =>
    session.run(() => {
      if (undecided) act();
      undecided = false;
    });

  return {
    start: (nowMs) => session.run(() => enter(inviting, nowMs)),
    feed: session.feed,
    tick: session.tick,
    accept: (offset, nowMs) => decide(() => enter(receiving(offset), nowMs)),
    skip: (nowMs) =>
      decide(() => {
        step.event({ type: 'file-ended', outcome: 'skipped', bytes: 0, paddedBytes: 0 });
        inviting.skipOffered();
        enter(inviting, nowMs);
      }),
    cancel: () =>
      session.run(() => {
        step.send(attention);
        session.abort('cancelled', 'by us');
      }),
  };
}

/** As long as the user wants; what the sender repeats in the meantime needs no answer. */
function createDeciding(session: Session): Phase {
  return {
    begin: () => undefined,
    header({ type }) {
      if (type === frameType.ZFIN)
        session.end('cancelled-by-peer', 'the sender did not wait for the decision');
    },
    due: () => undefined,
    deadlineMs: () => null,
  };
}

/** True when that was the sender's last word. */
function endsSession(session: Session, type: number): boolean {
  if (type === frameType.ZABORT) session.end('cancelled-by-peer', 'ZABORT');
  if (type === frameType.ZFERR) session.end('cancelled-by-peer', 'the sender cannot read the file');
  return type === frameType.ZABORT || type === frameType.ZFERR;
}
