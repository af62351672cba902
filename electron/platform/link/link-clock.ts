import { windowFrames } from '#shared/gateway-api/console/frame-constants.ts';
import type { LinkRole } from './frame.ts';
import type { LinkTiming } from './link-timing.ts';

export type Due = 'hello' | 'ping' | 'back' | 'resend' | 'no-answer' | 'silent' | 'unacknowledged';

/** Everything about the link that is a matter of time; times in ms of one clock. */
export interface LinkClock {
  /** Bytes were handed to the line, which takes its time for them. */
  sent(bytes: number, nowMs: number): void;
  helloSent(nowMs: number): void;
  dataSent(nowMs: number): void;
  /** Something was acknowledged; `isOpen`: something else is not yet. */
  progressed(nowMs: number, isOpen: boolean): void;
  heard(nowMs: number): void;
  /** A session begins, or waits for its peer. */
  begin(nowMs: number): void;
  /** Frames again after a file transfer. */
  returned(nowMs: number): void;
  /** Whether a peer that takes us for somebody else gets a hello now: not for each of its frames. */
  mayGreet(nowMs: number): boolean;
  deadlineMs(): number | null;
  /** The one thing that has to be done now, if any; the clock counts on it being done. */
  due(nowMs: number): Due | null;
}

export function createLinkClock(options: {
  role: LinkRole;
  payloadBytes: number;
  bytesPerSecond: number;
  timing: LinkTiming;
  isUp(): boolean;
}): LinkClock {
  const { timing, isUp } = options;
  const wireMs = (bytes: number) => (bytes * 1000) / options.bytesPerSecond;
  // The acknowledgement may stand behind a whole window of the peer's own.
  const firstWaitMs = timing.ackMs + wireMs(windowFrames * options.payloadBytes);
  const state = {
    freeAtMs: 0,
    begunAtMs: 0,
    heardAtMs: 0,
    pingAtMs: 0,
    helloAtMs: Number.NEGATIVE_INFINITY,
    resendAtMs: Number.POSITIVE_INFINITY,
    retries: 0,
    backAtMs: Number.POSITIVE_INFINITY,
  };
  const armResend = (nowMs: number) => {
    const waitMs = Math.min(firstWaitMs * 2 ** state.retries, Math.max(timing.maxAckMs, firstWaitMs));
    state.resendAtMs = Math.max(nowMs, state.freeAtMs) + waitMs;
  };
  const heard = (nowMs: number) => {
    state.heardAtMs = nowMs;
    state.pingAtMs = nowMs + timing.pingMs;
    state.backAtMs = Number.POSITIVE_INFINITY;
  };
  const answerAtMs = () => state.begunAtMs + timing.helloMs * timing.helloTries;

  function dueBefore(nowMs: number): Due | null {
    if (nowMs >= answerAtMs()) return 'no-answer';
    return options.role === 'initiator' && nowMs >= state.helloAtMs + timing.helloMs ? 'hello' : null;
  }

  function dueUp(nowMs: number): Due | null {
    if (nowMs >= state.heardAtMs + timing.silentMs) return 'silent';
    if (nowMs >= state.resendAtMs) {
      state.retries += 1;
      armResend(nowMs);
      return state.retries > timing.retries ? 'unacknowledged' : 'resend';
    }
    if (nowMs >= state.backAtMs) {
      state.backAtMs = nowMs + timing.helloMs;
      return 'back';
    }
    if (nowMs < state.pingAtMs) return null;
    state.pingAtMs = nowMs + timing.pingMs;
    return 'ping';
  }

  return {
    sent(bytes, nowMs) {
      state.freeAtMs = Math.max(state.freeAtMs, nowMs) + wireMs(bytes);
    },
    helloSent(nowMs) {
      state.helloAtMs = nowMs;
    },
    dataSent: armResend,
    progressed(nowMs, isOpen) {
      state.retries = 0;
      if (isOpen) armResend(nowMs);
      else state.resendAtMs = Number.POSITIVE_INFINITY;
    },
    heard,
    begin(nowMs) {
      heard(nowMs);
      state.begunAtMs = nowMs;
      state.retries = 0;
      state.resendAtMs = Number.POSITIVE_INFINITY;
    },
    returned(nowMs) {
      heard(nowMs);
      state.backAtMs = nowMs + timing.helloMs;
    },
    mayGreet: (nowMs) => nowMs >= state.helloAtMs + timing.helloMs,
    deadlineMs() {
      if (isUp()) {
        const silentAtMs = state.heardAtMs + timing.silentMs;
        return Math.min(silentAtMs, state.resendAtMs, state.backAtMs, state.pingAtMs);
      }
      const helloAtMs = state.helloAtMs + timing.helloMs;
      return options.role === 'initiator' ? Math.min(answerAtMs(), helloAtMs) : answerAtMs();
    },
    due: (nowMs) => (isUp() ? dueUp(nowMs) : dueBefore(nowMs)),
  };
}
