import { maxPayloadBytes, minPayloadBytes } from '#shared/gateway-api/console/frame-constants.ts';
import { type Channels, type ChannelsEvent, createChannels } from './channels.ts';
import type { LinkRole } from './frame.ts';
import { type LinkTiming, linkTiming } from './link-timing.ts';
import { createReliableLink, type LinkEnd, type ReliableEvent, type ReliableStep } from './reliable-link.ts';

export type LinkEvent =
  | Exclude<ReliableEvent, { type: 'message' } | { type: 'peer-back' }>
  | Exclude<ChannelsEvent, { type: 'suspend' }>
  /** Both sides are silent now: the line may carry something else. `why`: as the side that began it said. */
  | { type: 'suspended'; why: string }
  /** While suspended: the peer speaks in frames again. */
  | { type: 'peer-back' };

export type { LinkEnd };

export interface LinkStep {
  send: Uint8Array[];
  events: LinkEvent[];
  /** `tick` at this time (clock of `nowMs`); null: nothing to wait for. */
  deadlineMs: number | null;
}

/**
 * The whole link as a machine without I/O: frames, reliability, channels. Everything that is told to a channel goes out with the
 * next `pump`. Never throws.
 */
export interface Link extends Pick<Channels, 'open' | 'write' | 'end' | 'reset' | 'consumed'> {
  start(nowMs: number): LinkStep;
  feed(bytes: Uint8Array, nowMs: number): LinkStep;
  tick(nowMs: number): LinkStep;
  pump(nowMs: number): LinkStep;
  /** Asks the peer to give the line free; `suspended` follows. */
  suspend(why: string): void;
  resume(nowMs: number): LinkStep;
  /** Says goodbye; `closed` follows at once. */
  bye(nowMs: number): LinkStep;
}

export interface LinkOptions {
  role: LinkRole;
  /** Random and not 0. */
  newEpoch(): number;
  /** Of the line, in one direction. */
  bytesPerSecond: number;
  timing?: Partial<LinkTiming> | undefined;
}

/** A frame should not take longer on the line: so long waits whatever comes next. */
const frameMs = 100;
/**
 * Nor should a window: a small call beside a file waits for all of it. At 115 200 baud it waited 1.4 s for sixteen frames.
 * Longer than the way there and back, over a bridge on the network too, or the line would be idle in between.
 */
const windowMs = 500;
const leastFrames = 4;

export function createLink(options: LinkOptions): Link {
  const { role, bytesPerSecond } = options;
  const channels = createChannels({ role });
  const lineBytes = (ms: number) => (bytesPerSecond * ms) / 1000;
  const payloadBytes = Math.round(Math.min(Math.max(lineBytes(frameMs), minPayloadBytes), maxPayloadBytes));
  const reliable = createReliableLink({
    ...options,
    timing: { ...linkTiming, ...options.timing },
    payloadBytes,
    // On a slow line a few of its frames, so that a lost one is noticed by the next.
    windowBytes: Math.max(lineBytes(windowMs), leastFrames * payloadBytes),
    nextMessage: channels.next,
  });
  let suspension: { why: string; heard: boolean; done: boolean } | null = null;

  function onSuspend(why: string): void {
    if (suspension === null) {
      suspension = { why, heard: true, done: false };
      channels.suspend(why);
    } else {
      suspension.heard = true;
    }
  }

  const translate = (event: ReliableEvent): LinkEvent[] => {
    if (event.type === 'restarted' || event.type === 'closed') {
      suspension = null;
      return [...(channels.clear() as LinkEvent[]), event];
    }
    if (event.type !== 'message') return [event];
    return channels.receive(event.bytes).flatMap((happened): LinkEvent[] => {
      if (happened.type !== 'suspend') return [happened];
      onSuspend(happened.why);
      return [];
    });
  };

  /** What was received may lead to answers, which go out in the same step. */
  function finish(first: ReliableStep, nowMs: number): LinkStep {
    const events = first.events.flatMap(translate);
    const second = reliable.pump(nowMs);
    events.push(...second.events.flatMap(translate), ...(channels.takeEvents() as LinkEvent[]));
    const step = { send: [...first.send, ...second.send], events, deadlineMs: second.deadlineMs };
    if (suspension === null || suspension.done || !suspension.heard) return step;
    if (!channels.isSuspended() || !reliable.isAcknowledged()) return step;
    suspension.done = true;
    reliable.pause();
    return { ...step, events: [...events, { type: 'suspended', why: suspension.why }], deadlineMs: null };
  }

  const { open, write, end, reset, consumed } = channels;
  return {
    open,
    write,
    end,
    reset,
    consumed,
    start: (nowMs) => finish(reliable.start(nowMs), nowMs),
    feed: (bytes, nowMs) => finish(reliable.feed(bytes, nowMs), nowMs),
    tick: (nowMs) => finish(reliable.tick(nowMs), nowMs),
    pump: (nowMs) => finish(reliable.pump(nowMs), nowMs),
    suspend(why) {
      if (suspension !== null) return;
      suspension = { why, heard: false, done: false };
      channels.suspend(why);
    },
    resume(nowMs) {
      suspension = null;
      channels.goOn();
      return finish(reliable.resume(nowMs), nowMs);
    },
    bye: (nowMs) => finish(reliable.bye(nowMs), nowMs),
  };
}
