import type { StepOf } from '#shared/recipes/step.ts';
import { createExpectRun } from './expect-run.ts';
import { outgoingOf } from './outgoing.ts';
import type { RunContext, StepRun } from './step-run.ts';

/** Sends once, at the pace that the board can take. */
export function createSendRun(step: StepOf<'send'>, context: RunContext, startMs: number): StepRun {
  const { bytes, shown } = outgoingOf(step, context.recipe, context.values);
  const { characterDelayMs } = step;
  let sent = 0;
  let nextMs = startMs;
  if (step.fresh) context.unread.take();
  context.tellSent(shown);
  return {
    advance(nowMs) {
      if (characterDelayMs === 0) {
        if (bytes.length > 0) context.send(bytes);
        return { go: 'next', note: '' };
      }
      while (sent < bytes.length && nextMs <= nowMs) {
        context.send(bytes.subarray(sent, sent + 1));
        sent += 1;
        nextMs = nowMs + characterDelayMs;
      }
      return sent < bytes.length ? null : { go: 'next', note: '' };
    },
    deadlineMs: () => nextMs,
  };
}

/** Sends the same again and again until an answer comes. */
export function createSendEveryRun(
  step: StepOf<'send-every'>,
  context: RunContext,
  startMs: number,
): StepRun {
  const { bytes, shown } = outgoingOf(step, context.recipe, context.values);
  const { until: answers, timeoutMs, onTimeout, everyMs } = step;
  const expectRun = createExpectRun({ answers, timeoutMs, onTimeout }, context, startMs);
  let nextMs = startMs + everyMs;
  context.tellSent(shown);
  // Also when the answer is there already: what is sent must not depend on how it arrived.
  context.send(bytes);
  return {
    advance(nowMs, answer) {
      const way = expectRun.advance(nowMs, answer);
      if (way !== null) return way;
      if (nowMs >= nextMs) {
        context.send(bytes);
        nextMs = nowMs + everyMs;
      }
      return null;
    },
    deadlineMs: () => Math.min(nextMs, expectRun.deadlineMs() ?? nextMs),
  };
}

/** Waits for a time, or for the board to be silent. */
export function createWaitRun(step: StepOf<'wait'>, context: RunContext, startMs: number): StepRun {
  const { ms, quietMs = 0, timeoutMs = 0 } = step;
  const quietAtMs = () => Math.max(startMs, context.unread.lastByteAtMs() ?? startMs) + quietMs;
  const endMs = () => (ms === undefined ? Math.min(startMs + timeoutMs, quietAtMs()) : startMs + ms);
  return {
    advance: (nowMs) => (nowMs >= endMs() ? { go: 'next', note: '' } : null),
    deadlineMs: endMs,
  };
}
