import type { RetryReason } from '../../machine.ts';
import { frameType } from '../framing/constants.ts';
import type { Phase } from '../phase.ts';
import { createAnswerWait } from './answer-wait.ts';
import type { Place, SenderContext, SenderTurns } from './context.ts';
import { createDelivery } from './delivery.ts';
import { createOutgoingFile } from './outgoing-file.ts';

export interface StreamingOptions {
  place: Place;
  segmentBytes: number | null;
  /** The receiver wanted to go back to this place. */
  goesBack: boolean;
}

/**
 * "Streaming techniques and error recovery": content goes out as it is supplied, as far ahead as the window allows, in
 * segments where the receiver wants that. ZRPOS goes back at once; the first subpacket after it waits for a ZACK, so that
 * nothing old is under way any more and a second ZRPOS for the same place can be told from an echo of the first.
 */
export function createStreaming(
  context: SenderContext,
  { place, segmentBytes, goesBack }: StreamingOptions,
  turns: Pick<SenderTurns, 'onSaid' | 'onFileEnded'>,
): Phase {
  const { session, writer, wants, pace, window } = context;
  const { step, clock } = session;
  const { index } = place;
  const file = createOutgoingFile({ writer, pace, window, segmentBytes, ...place });
  const delivery = createDelivery(place, step, clock);
  const wait = createAnswerWait(clock, window, segmentBytes !== null);
  let wentBackTo = -1;

  function advance(nowMs: number): void {
    if (wait.awaits() !== null || wants.open()) return;
    const bytes = file.room(delivery.confirmed());
    if (file.sent() >= file.endOffset()) finish(nowMs);
    else if (bytes <= 0) wait.begin('room', nowMs);
    else
      wants.ask({ index, offset: file.sent(), bytes }, (content, atMs) => send(content, bytes, nowMs, atMs));
  }
  function send(content: Uint8Array, asked: number, askedMs: number, nowMs: number): void {
    pace.turnaround(nowMs - askedMs);
    const waits = file.write(content, asked, nowMs);
    step.send(writer.take());
    if (waits) wait.begin('answer', nowMs);
    advance(nowMs);
  }
  /** Leaves the frame as the receiver expects it to end. */
  function leave(): void {
    wants.drop();
    file.closeFrame();
    step.send(writer.take());
  }
  function finish(nowMs: number): void {
    leave();
    const offset = delivery.confirmed();
    turns.onSaid({ index, offset, endOffset: file.endOffset(), furthest: delivery.furthest() }, nowMs);
  }
  function end(outcome: 'completed' | 'skipped', bytes: number, nowMs: number): void {
    leave();
    turns.onFileEnded(outcome, bytes, nowMs);
  }
  function goBack(offset: number, reason: RetryReason, nowMs: number): void {
    if (!session.mayRepeat(nowMs)) return;
    step.event({ type: 'retry', reason, offset });
    pace.failed();
    window.failed();
    goTo(offset, nowMs);
  }
  function goTo(offset: number, nowMs: number): void {
    leave();
    file.goBack(offset);
    delivery.goBack(offset);
    wentBackTo = offset;
    wait.over();
    advance(nowMs);
  }
  function onPosition(offset: number, nowMs: number): void {
    if (offset > file.endOffset()) return;
    if (offset === wentBackTo) {
      // Said before it can have heard from us, or because that got lost as well.
      if (wait.awaits() === 'answer') wait.lookInto(nowMs);
    } else {
      wait.moved();
      delivery.reach(offset, nowMs);
      // A receiver that kept what came behind the damage goes on beyond it.
      if (offset > file.sent()) goTo(offset, nowMs);
      else goBack(offset, 'refused', nowMs);
    }
  }
  function onAck(offset: number, nowMs: number): void {
    if (offset > file.sent()) return;
    wait.moved();
    window.acked(offset, nowMs);
    clock.expect(window.roundTripMs());
    delivery.reach(offset, nowMs);
    if (wait.awaits() === 'room') wait.over();
    if (wait.awaits() === 'answer' && offset === file.sent()) {
      file.synced();
      wentBackTo = -1;
      wait.over();
    }
    advance(nowMs);
  }
  return {
    begin(nowMs) {
      if (goesBack) return onPosition(place.offset, nowMs);
      clock.progress(nowMs);
      advance(nowMs);
    },
    header({ type, value }, nowMs) {
      if (type === frameType.ZACK) onAck(value, nowMs);
      if (type === frameType.ZRPOS) onPosition(value, nowMs);
      if (type === frameType.ZNAK && wait.awaits() !== null) wait.lookInto(nowMs);
      if (type === frameType.ZSKIP) end('skipped', file.sent(), nowMs);
      // It wanted the rest again before it heard all of the first time; the end was among it.
      if (type === frameType.ZRINIT && goesBack) end('completed', file.endOffset(), nowMs);
    },
    damaged: (_, nowMs) => (wait.awaits() === null ? file.sync() : wait.lookInto(nowMs)),
    due(nowMs) {
      wait.repeats();
      goBack(delivery.confirmed(), 'timeout', nowMs);
    },
    deadlineMs: () => (wants.open() ? null : clock.dueMs()),
  };
}
