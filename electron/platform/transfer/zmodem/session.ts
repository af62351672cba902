import type { Step, TransferEnd } from '../machine.ts';
import { cancelSequence } from './framing/constants.ts';
import { createFrameReader, type Frame } from './framing/frame-reader.ts';
import type { Phase } from './phase.ts';
import { createRetryClock, type Patience, type RetryClock } from './retry-clock.ts';
import { createStepBuilder, type StepBuilder } from './step-builder.ts';

/** What both machines are made of: frames go to the phase that the session is in, and it ends exactly once. */
export interface Session {
  readonly step: StepBuilder;
  readonly clock: RetryClock;
  enter(phase: Phase, nowMs: number): void;
  end(how: TransferEnd, detail: string): void;
  /** Ends, and tells the peer by CAN. */
  abort(how: TransferEnd, detail: string): void;
  /** False when saying something again has no use any more; the session is aborted then. */
  mayRepeat(nowMs: number): boolean;
  /** Does `act` unless the session has ended. */
  run(act: () => void): Step;
  feed(bytes: Uint8Array, nowMs: number): Step;
  tick(nowMs: number): Step;
}

export interface SessionOptions {
  takesData: boolean;
  patience: Patience;
}

/** Before the first phase. */
const idle: Phase = {
  begin: () => undefined,
  header: () => undefined,
  due: () => undefined,
  deadlineMs: () => null,
};

export function createSession({ takesData, patience }: SessionOptions): Session {
  const reader = createFrameReader({ takesData });
  const clock = createRetryClock(patience);
  const step = createStepBuilder();
  let phase = idle;
  let ended = false;

  function end(how: TransferEnd, detail: string): void {
    if (!ended) step.event({ type: 'ended', end: how, detail });
    ended = true;
  }
  function abort(how: TransferEnd, detail: string): void {
    if (!ended) step.send(cancelSequence);
    end(how, detail);
  }
  function take(frame: Frame, nowMs: number): void {
    if (ended) return;
    if (frame.kind === 'cancel') end('cancelled-by-peer', 'five CAN');
    else if (frame.kind === 'header') phase.header(frame, nowMs);
    else if (frame.kind === 'stray') phase.stray?.(frame.content);
    else if (frame.kind === 'damaged')
      phase.damaged?.(frame.reason, nowMs, frame.what === 'subpacket' ? frame.bytes : null);
    else phase.subpacket?.(frame.content, frame.end, nowMs);
  }
  function run(act: () => void): Step {
    if (!ended) act();
    return step.take(ended ? null : phase.deadlineMs());
  }

  return {
    step,
    clock,
    enter(next, nowMs) {
      phase = next;
      phase.begin(nowMs);
    },
    end,
    abort,
    mayRepeat(nowMs) {
      const verdict = clock.again(nowMs);
      if (verdict === 'silent') abort('timeout', 'the peer is silent');
      if (verdict === 'exhausted') abort('too-many-errors', 'saying it again did not help');
      return verdict === 'retry';
    },
    run,
    feed: (bytes, nowMs) =>
      run(() => {
        clock.heard(nowMs);
        for (const frame of reader.read(bytes)) take(frame, nowMs);
        if (!ended) phase.bytes?.(bytes, nowMs);
      }),
    tick: (nowMs) =>
      run(() => {
        const deadlineMs = phase.deadlineMs();
        if (deadlineMs !== null && nowMs >= deadlineMs) phase.due(nowMs);
      }),
  };
}
