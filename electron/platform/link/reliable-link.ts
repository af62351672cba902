import { decodeFrame, encodeFrame, type Frame, type LinkRole } from './frame.ts';
import { createFrameParser } from './frame-parser.ts';
import { writeFrame } from './frame-writer.ts';
import { createHandshake } from './handshake.ts';
import { createLinkClock } from './link-clock.ts';
import type { LinkTiming } from './link-timing.ts';
import { createReceiveOrder } from './receive-order.ts';
import { createSendWindow } from './send-window.ts';

/** `no-answer`: nobody spoke the protocol. `unacknowledged`: we are heard badly or not at all. */
export type LinkEnd = 'goodbye' | 'no-answer' | 'silent' | 'unacknowledged';

export type ReliableEvent =
  | { type: 'up' }
  /** The peer was started again: what was sent and not acknowledged is lost. */
  | { type: 'restarted' }
  /** In order, each once. */
  | { type: 'message'; bytes: Uint8Array }
  /** While paused: the peer speaks in frames again. */
  | { type: 'peer-back' }
  /** Last. */
  | { type: 'closed'; why: LinkEnd };

export interface ReliableStep {
  send: Uint8Array[];
  events: ReliableEvent[];
  /** `tick` at this time (clock of `nowMs`); null: nothing to wait for. */
  deadlineMs: number | null;
}

/** Messages in order over a line that loses, damages and doubles bytes: go-back-N, no I/O, never throws. */
export interface ReliableLink {
  start(nowMs: number): ReliableStep;
  feed(bytes: Uint8Array, nowMs: number): ReliableStep;
  tick(nowMs: number): ReliableStep;
  /** There may be messages to send. */
  pump(nowMs: number): ReliableStep;
  /** Everything that was taken from `nextMessage` has arrived. */
  isAcknowledged(): boolean;
  /** The line belongs to something else: only what the peer did not hear yet is said again. */
  pause(): void;
  resume(nowMs: number): ReliableStep;
  bye(nowMs: number): ReliableStep;
}

interface ReliableOptions {
  role: LinkRole;
  /** Random and not 0: tells this start of the link from every other. */
  newEpoch(): number;
  payloadBytes: number;
  bytesPerSecond: number;
  timing: LinkTiming;
  /** The next message of at most so many bytes; null: none now. Asked for only when the window has room. */
  nextMessage(maxBytes: number): Uint8Array | null;
}

export function createReliableLink(options: ReliableOptions): ReliableLink {
  const { role } = options;
  const handshake = createHandshake(options);
  const clock = createLinkClock({ ...options, isUp: handshake.isUp });
  const parser = createFrameParser();
  const window = createSendWindow();
  const order = createReceiveOrder();
  let send: Uint8Array[] = [];
  let events: ReliableEvent[] = [];
  let paused = false;
  let closed = false;
  let owesAck = false;

  const emit = (frame: Frame, nowMs: number) => {
    const wire = writeFrame(encodeFrame(frame, role));
    send.push(wire);
    clock.sent(wire.length, nowMs);
  };
  const say = (type: 'ack' | 'nak' | 'ping' | 'back', nowMs: number) =>
    emit({ type, tag: handshake.tag(), expected: order.expected() }, nowMs);
  const hello = (nowMs: number) => {
    emit(handshake.hello(), nowMs);
    clock.helloSent(nowMs);
  };
  const sendData = ({ sequence, payload }: { sequence: number; payload: Uint8Array }, nowMs: number) => {
    emit({ type: 'data', tag: handshake.tag(), sequence, expected: order.expected(), payload }, nowMs);
    owesAck = false;
    clock.dataSent(nowMs);
  };
  const resend = (nowMs: number) => {
    for (const sent of window.open()) sendData(sent, nowMs);
  };
  const close = (why: LinkEnd) => {
    if (closed) return;
    closed = true;
    window.clear();
    events.push({ type: 'closed', why });
  };

  function receiveHello(frame: Extract<Frame, { type: 'hello' }>, nowMs: number): void {
    const { restarted, becameUp, reply } = handshake.receive(frame);
    if (restarted) {
      // Whatever the line was lent for is over, too.
      paused = false;
      events.push({ type: 'restarted' });
    }
    if (restarted || becameUp) {
      window.clear();
      order.clear();
      clock.begin(nowMs);
    }
    if (reply) hello(nowMs);
    if (becameUp) events.push({ type: 'up' });
  }

  function receiveData(frame: Extract<Frame, { type: 'data' }>, nowMs: number): void {
    if (paused && frame.sequence === order.expected()) {
      events.push({ type: 'peer-back' });
      return;
    }
    const arrival = order.take(frame.sequence);
    if (arrival === 'next') events.push({ type: 'message', bytes: frame.payload });
    if (arrival === 'gap') say('nak', nowMs);
    owesAck ||= arrival === 'next' || arrival === 'repeated';
  }

  function receive(frame: Frame, nowMs: number): void {
    if (frame.type === 'hello') {
      receiveHello(frame, nowMs);
      return;
    }
    const wasUp = handshake.isUp();
    if (!handshake.fits(frame.tag)) {
      // It takes us for somebody else: for an earlier start of ours.
      if (frame.type !== 'bye' && clock.mayGreet(nowMs)) hello(nowMs);
      return;
    }
    if (!wasUp) {
      clock.begin(nowMs);
      events.push({ type: 'up' });
    }
    clock.heard(nowMs);
    if (frame.type === 'bye') {
      close('goodbye');
      return;
    }
    if (window.acknowledge(frame.expected)) clock.progressed(nowMs, window.open().length > 0);
    if (frame.type === 'nak') resend(nowMs);
    if (frame.type === 'back' && paused) events.push({ type: 'peer-back' });
    if (frame.type === 'ping' || (frame.type === 'back' && !paused)) owesAck = true;
    if (frame.type === 'data') receiveData(frame, nowMs);
  }

  function pumpNow(nowMs: number): void {
    while (handshake.isUp() && !paused && !closed && window.hasRoom()) {
      const message = options.nextMessage(handshake.payloadBytes());
      if (message === null) return;
      sendData(window.add(message), nowMs);
    }
  }

  function due(nowMs: number): void {
    const what = clock.due(nowMs);
    if (what === 'hello') hello(nowMs);
    else if (what === 'ping' || what === 'back') say(what, nowMs);
    else if (what === 'resend') resend(nowMs);
    else if (what !== null) close(what);
  }

  function step(nowMs: number): ReliableStep {
    if (!closed) pumpNow(nowMs);
    if (owesAck && !closed) say('ack', nowMs);
    owesAck = false;
    const taken = { send, events, deadlineMs: closed || paused ? null : clock.deadlineMs() };
    send = [];
    events = [];
    return taken;
  }

  return {
    start(nowMs) {
      clock.begin(nowMs);
      if (role === 'initiator') hello(nowMs);
      return step(nowMs);
    },
    feed(bytes, nowMs) {
      for (const content of parser.feed(bytes).frames) {
        const frame = closed ? null : decodeFrame(content, role);
        if (frame !== null) receive(frame, nowMs);
      }
      return step(nowMs);
    },
    tick(nowMs) {
      if (!closed && !paused) due(nowMs);
      return step(nowMs);
    },
    pump: step,
    isAcknowledged: () => window.open().length === 0,
    pause() {
      paused = true;
    },
    resume(nowMs) {
      paused = false;
      clock.returned(nowMs);
      if (!closed) say('back', nowMs);
      return step(nowMs);
    },
    bye(nowMs) {
      if (!closed && handshake.isUp()) emit({ type: 'bye', tag: handshake.tag() }, nowMs);
      close('goodbye');
      return step(nowMs);
    },
  };
}
