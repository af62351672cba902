import type { SendingMachine } from '../../machine.ts';
import { frameType, zmodemLimits } from '../framing/constants.ts';
import { createFrameWriter } from '../framing/frame-writer.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import { createSession, type Session } from '../session.ts';
import { createClosing, createFarewell } from './closing.ts';
import type { Place, SenderContext, SenderTurns } from './context.ts';
import { createOffering } from './offering.ts';
import { createIntroduction, createOpening } from './opening.ts';
import { defaultWindowBytes, senderPatience, type ZmodemSenderOptions } from './options.ts';
import { createPace } from './pace.ts';
import type { ReceiverAbilities } from './receiver-abilities.ts';
import { createStreaming } from './streaming.ts';
import { createWants } from './wants.ts';
import { createWindow } from './window.ts';

/**
 * Sends files by ZMODEM ("Protocol transaction overview"). Always ends; `timeout` when the receiver is silent,
 * `too-many-errors` when repeating does not help, `completed-unconfirmed` when only its farewell is missing. Throws a
 * RangeError for a file beyond `zmodemLimits.fileBytes`.
 */
export function createZmodemSender(options: ZmodemSenderOptions): SendingMachine {
  const { files, startCommand = 'rz\r', attention = '' } = options;
  if (files.some(({ bytes }) => bytes > zmodemLimits.fileBytes))
    throw new RangeError('file too large for ZMODEM');
  const session = createSession({ takesData: false, patience: senderPatience(options) });
  const context = createContext(session, options);
  const { step } = session;
  let segmentBytes: number | null = null;
  let index = -1;

  const enter = (phase: Phase, nowMs: number): void => session.enter(withCommonWords(session, phase), nowMs);

  function meet(abilities: ReceiverAbilities, nowMs: number): void {
    const escapeControls = abilities.escapeControls || options.escapeControls === true;
    segmentBytes = abilities.segmentBytes;
    context.writer.use({ wide: abilities.crc32 && options.crc32 !== false, escapeControls });
    if (escapeControls === abilities.escapeControls && attention === '') offerNext(nowMs);
    else enter(createIntroduction(context, { escapeControls, attention }, offerNext), nowMs);
  }
  function offerNext(nowMs: number): void {
    index += 1;
    if (index < files.length) enter(createOffering(context, index, turns), nowMs);
    else session.enter(createFarewell(context), nowMs);
  }
  function stream(place: Place, goesBack: boolean, nowMs: number): void {
    enter(createStreaming(context, { place, segmentBytes, goesBack }, turns), nowMs);
  }
  const turns: SenderTurns = {
    onPlaced: (place, nowMs) => stream(place, false, nowMs),
    onBack: (place, nowMs) => stream(place, true, nowMs),
    onSaid: (place, nowMs) => enter(createClosing(context, place, turns), nowMs),
    onFileEnded(outcome, bytes, nowMs) {
      step.event({ type: 'file-ended', outcome, bytes, paddedBytes: 0 });
      offerNext(nowMs);
    },
  };

  return {
    start: (nowMs) => session.run(() => enter(createOpening(context, startCommand, meet), nowMs)),
    feed: session.feed,
    tick: session.tick,
    supply: (bytes, nowMs) => session.run(() => context.wants.supply(bytes, nowMs)),
    cancel: () => session.run(() => session.abort('cancelled', 'by us')),
  };
}

function createContext(session: Session, options: ZmodemSenderOptions): SenderContext {
  return {
    session,
    writer: createFrameWriter(),
    wants: createWants(session.step),
    pace: createPace(),
    window: createWindow(options.windowBytes ?? defaultWindowBytes),
    files: options.files,
  };
}

/** What a receiver may say at any time before the farewell, besides what the phase listens for. */
function withCommonWords(session: Session, phase: Phase): Phase {
  const { step } = session;
  return {
    ...phase,
    header(header, nowMs) {
      if (header.type === frameType.ZCHALLENGE) step.send(hexHeader(frameType.ZACK, header.value));
      else if (header.type === frameType.ZABORT || header.type === frameType.ZFERR) {
        step.send(hexHeader(frameType.ZFIN));
        const why = header.type === frameType.ZABORT ? 'ZABORT' : 'the receiver cannot store the file';
        session.end('cancelled-by-peer', why);
      } else if (header.type === frameType.ZFIN) {
        session.end('cancelled-by-peer', 'the receiver has finished');
      } else phase.header(header, nowMs);
    },
  };
}
