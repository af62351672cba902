import { encodeFrame, type Frame, type LinkRole } from './frame.ts';
import { writeFrame } from './frame-writer.ts';
import type { Handshake } from './handshake.ts';
import type { LinkClock } from './link-clock.ts';
import type { ReceiveOrder } from './receive-order.ts';
import type { SentPayload } from './send-window.ts';

/** What the link says, gathered until somebody takes it to the line. */
export interface LinkVoice {
  hello(nowMs: number): void;
  say(type: 'nak' | 'ping' | 'back', nowMs: number): void;
  data(sent: SentPayload, nowMs: number): void;
  bye(nowMs: number): void;
  /** The peer wants to know what has arrived; the next data frame tells it, else a frame of its own. */
  oweAck(): void;
  payAck(nowMs: number): void;
  take(): Uint8Array[];
}

export function createLinkVoice(deps: {
  role: LinkRole;
  handshake: Pick<Handshake, 'hello' | 'tag'>;
  order: Pick<ReceiveOrder, 'expected'>;
  clock: Pick<LinkClock, 'sent' | 'helloSent' | 'dataSent'>;
}): LinkVoice {
  const { handshake, order, clock } = deps;
  let gathered: Uint8Array[] = [];
  let owesAck = false;

  const emit = (frame: Frame, nowMs: number) => {
    const wire = writeFrame(encodeFrame(frame, deps.role));
    gathered.push(wire);
    clock.sent(wire.length, nowMs);
  };
  const say = (type: 'ack' | 'nak' | 'ping' | 'back', nowMs: number) =>
    emit({ type, tag: handshake.tag(), expected: order.expected() }, nowMs);
  return {
    hello(nowMs) {
      emit(handshake.hello(), nowMs);
      clock.helloSent(nowMs);
    },
    say,
    data({ sequence, payload }, nowMs) {
      emit({ type: 'data', tag: handshake.tag(), sequence, expected: order.expected(), payload }, nowMs);
      owesAck = false;
      clock.dataSent(nowMs);
    },
    bye: (nowMs) => emit({ type: 'bye', tag: handshake.tag() }, nowMs),
    oweAck() {
      owesAck = true;
    },
    payAck(nowMs) {
      if (owesAck) say('ack', nowMs);
      owesAck = false;
    },
    take() {
      const taken = gathered;
      gathered = [];
      return taken;
    },
  };
}
