import type { Frame } from './frame.ts';
import type { Handshake } from './handshake.ts';
import type { LinkClock } from './link-clock.ts';
import type { LinkVoice } from './link-voice.ts';
import type { ReceiveOrder } from './receive-order.ts';
import type { SendWindow } from './send-window.ts';

/** What one frame of the peer led to, beside what is said in answer. */
export type Heard =
  | { type: 'up' }
  /** The peer was started again: what was sent and not acknowledged is lost. */
  | { type: 'restarted' }
  /** In order, each once. */
  | { type: 'message'; bytes: Uint8Array }
  /** While paused: the peer speaks in frames again. */
  | { type: 'peer-back' }
  /** Nothing after this. */
  | { type: 'gone'; why: 'goodbye' | 'unacknowledged' };

/** `paused`: the line carries something else; only what the peer did not hear yet is said again. */
export type Hear = (frame: Frame, nowMs: number, paused: boolean) => Heard[];

export function createLinkHearing(deps: {
  handshake: Handshake;
  clock: LinkClock;
  voice: LinkVoice;
  window: SendWindow;
  order: ReceiveOrder;
  /** Sends everything that is not acknowledged again. */
  resend(nowMs: number): void;
}): Hear {
  const { handshake, clock, voice, window, order } = deps;

  function hearHello(frame: Extract<Frame, { type: 'hello' }>, nowMs: number): Heard[] {
    const { restarted, becameUp, reply } = handshake.receive(frame);
    if (restarted || becameUp) {
      window.clear();
      order.clear();
      clock.begin(nowMs);
    }
    if (reply) voice.hello(nowMs);
    return [
      ...(restarted ? [{ type: 'restarted' } as const] : []),
      ...(becameUp ? [{ type: 'up' } as const] : []),
    ];
  }

  function hearData(frame: Extract<Frame, { type: 'data' }>, nowMs: number, paused: boolean): Heard[] {
    // None of them is taken or asked for yet: asked again and again, the peer would give the link up.
    if (paused && order.isNew(frame.sequence)) return [{ type: 'peer-back' }];
    const arrival = order.take(frame.sequence);
    if (arrival === 'gap') voice.say('nak', nowMs);
    if (arrival === 'next' || arrival === 'repeated') voice.oweAck();
    return arrival === 'next' ? [{ type: 'message', bytes: frame.payload }] : [];
  }

  function hearOfSession(
    frame: Exclude<Frame, { type: 'hello' | 'bye' }>,
    nowMs: number,
    paused: boolean,
  ): Heard[] {
    if (window.acknowledge(frame.expected)) clock.progressed(nowMs, window.open().length > 0);
    if (frame.type === 'data') return hearData(frame, nowMs, paused);
    if (frame.type === 'nak' && !clock.mayRepeat()) return [{ type: 'gone', why: 'unacknowledged' }];
    if (frame.type === 'nak') deps.resend(nowMs);
    if (frame.type === 'back' && paused) return [{ type: 'peer-back' }];
    // What was said while it did not listen would wait for its turn.
    if (frame.type === 'back') deps.resend(nowMs);
    if (frame.type === 'ping' || frame.type === 'back') voice.oweAck();
    return [];
  }

  return (frame, nowMs, paused) => {
    if (frame.type === 'hello') return hearHello(frame, nowMs);
    const wasUp = handshake.isUp();
    if (!handshake.fits(frame.tag)) {
      // It takes us for somebody else: for an earlier start of ours.
      if (frame.type !== 'bye' && clock.mayGreet(nowMs)) voice.hello(nowMs);
      return [];
    }
    if (!wasUp) clock.begin(nowMs);
    clock.heard(nowMs);
    const first: Heard[] = wasUp ? [] : [{ type: 'up' }];
    if (frame.type === 'bye') return [...first, { type: 'gone', why: 'goodbye' }];
    return [...first, ...hearOfSession(frame, nowMs, paused)];
  };
}
