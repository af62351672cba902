import { decodeFrame, type LinkRole } from './frame.ts';
import { createFrameParser } from './frame-parser.ts';
import { createHandshake } from './handshake.ts';
import { createLinkClock } from './link-clock.ts';
import { createLinkHearing, type Heard } from './link-hearing.ts';
import type { LinkTiming } from './link-timing.ts';
import { createLinkVoice } from './link-voice.ts';
import { createReceiveOrder } from './receive-order.ts';
import { createSendWindow } from './send-window.ts';

/** `no-answer`: nobody spoke the protocol. `unacknowledged`: we are heard badly or not at all. */
export type LinkEnd = 'goodbye' | 'no-answer' | 'silent' | 'unacknowledged';

export type ReliableEvent =
  | Exclude<Heard, { type: 'gone' }>
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
  /** Payload that may be under way. */
  windowBytes: number;
  bytesPerSecond: number;
  timing: LinkTiming;
  /** The next message of at most so many bytes; null: none now. Asked for only when the window has room. */
  nextMessage(maxBytes: number): Uint8Array | null;
}

export function createReliableLink(options: ReliableOptions): ReliableLink {
  const { role } = options;
  const { handshake, clock, window, voice, resend, hear } = createParts(options);
  const parser = createFrameParser();
  let events: ReliableEvent[] = [];
  let state: 'open' | 'paused' | 'closed' = 'open';

  function close(why: LinkEnd): void {
    if (state === 'closed') return;
    state = 'closed';
    window.clear();
    events.push({ type: 'closed', why });
  }

  function receive(content: Uint8Array, nowMs: number): void {
    const frame = state === 'closed' ? null : decodeFrame(content, role);
    if (frame === null) return;
    for (const heard of hear(frame, nowMs, state === 'paused')) {
      // Whatever the line was lent for is over, too.
      if (heard.type === 'restarted') state = 'open';
      if (heard.type === 'gone') close(heard.why);
      else events.push(heard);
    }
  }

  function act(nowMs: number): void {
    const due = clock.due(nowMs);
    if (due === 'hello') voice.hello(nowMs);
    else if (due === 'ping' || due === 'back') voice.say(due, nowMs);
    else if (due === 'resend') resend(nowMs);
    else if (due !== null) close(due);
  }

  function sendNext(nowMs: number): void {
    while (state === 'open' && handshake.isUp() && window.hasRoom()) {
      const message = options.nextMessage(handshake.payloadBytes());
      if (message === null) return;
      voice.data(window.add(message), nowMs);
    }
  }

  function step(nowMs: number): ReliableStep {
    sendNext(nowMs);
    if (state !== 'closed') voice.payAck(nowMs);
    const happened = events;
    events = [];
    return { send: voice.take(), events: happened, deadlineMs: state === 'open' ? clock.deadlineMs() : null };
  }

  return {
    start(nowMs) {
      clock.begin(nowMs);
      if (role === 'initiator') voice.hello(nowMs);
      return step(nowMs);
    },
    feed(bytes, nowMs) {
      for (const content of parser.feed(bytes).frames) receive(content, nowMs);
      return step(nowMs);
    },
    tick(nowMs) {
      if (state === 'open') act(nowMs);
      return step(nowMs);
    },
    pump: step,
    isAcknowledged: () => window.open().length === 0,
    pause() {
      if (state === 'open') state = 'paused';
    },
    resume(nowMs) {
      if (state === 'paused') {
        state = 'open';
        clock.returned(nowMs);
        voice.say('back', nowMs);
      }
      return step(nowMs);
    },
    bye(nowMs) {
      if (state !== 'closed' && handshake.isUp()) voice.bye(nowMs);
      close('goodbye');
      return step(nowMs);
    },
  };
}

function createParts(options: ReliableOptions) {
  const handshake = createHandshake(options);
  const clock = createLinkClock({ ...options, isUp: handshake.isUp });
  const window = createSendWindow({ bytes: options.windowBytes });
  const order = createReceiveOrder();
  const voice = createLinkVoice({ ...options, handshake, order, clock });
  const resend = (nowMs: number) => {
    for (const sent of window.open()) voice.data(sent, nowMs);
  };
  const hear = createLinkHearing({ handshake, clock, voice, window, order, resend });
  return { handshake, clock, window, voice, resend, hear };
}
