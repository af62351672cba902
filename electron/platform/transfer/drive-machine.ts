import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ByteLine } from '../serial/byte-line.ts';
import { carryOut, lineGone, type StepHooks } from './carry-out.ts';
import { createEnding, type Ending } from './ending.ts';
import type { Step, TransferMachine } from './machine.ts';
import { createStallWatch } from './stall-watch.ts';

export interface DriveOptions {
  line: ByteLine;
  machine: TransferMachine;
  hooks: StepHooks;
  signal?: AbortSignal | undefined;
  /** Nothing moved for so long: ended as `timeout`, whatever the machine waits for. Default 240 000. */
  stallMs?: number | undefined;
}

/** Beyond any protocol's own patience: an X/YMODEM sender waits three times a minute for one answer. */
const defaultStallMs = 240_000;
/** Content that waits for a slow disk. Protocols that answer each block never get here. */
const backlogBytes = 64 * 1024 * 1024;

const now = (): number => performance.now();

/**
 * Puts a machine on a line until it ends; it always does. The machine hears every byte at once, its steps are carried out
 * one after the other. Fails with TRANSFER_LINE_GONE, TRANSFER_DISK_SLOW or what a hook fails with; the peer is told as
 * the protocol wants it. Throws what the machine throws.
 */
export function driveMachine(options: DriveOptions): Promise<Result<Ending>> {
  const { line, machine, hooks, signal, stallMs = defaultStallMs } = options;
  if (signal?.aborted) return Promise.resolve(ok({ end: 'cancelled', detail: 'before it began' }));
  const undo: (() => void)[] = [];
  let carriedOut = Promise.resolve();
  let backlog = 0;
  /** Nothing reaches the machine any more; what it said last still goes out, if the line takes it. */
  const deafen = () => {
    for (const end of undo.splice(0)) end();
  };
  const ending = createEnding(deafen);
  const deadline = createDeadline((atMs) => call((nowMs) => machine.tick(Math.max(nowMs, atMs))));

  /** Tells the machine that it is over, and the peer by it. */
  function giveUp(result: Result<Ending>): void {
    ending.decide(result);
    call((nowMs) => machine.cancel(nowMs));
  }
  function call(ask: (nowMs: number) => Step): void {
    if (ending.heard()) return;
    try {
      take(ask(now()));
    } catch (error) {
      ending.crash(error);
    }
  }
  function take(step: Step): void {
    watch.see(step);
    deadline.set(step.deadlineMs);
    const ended = step.events.find((event) => event.type === 'ended');
    if (ended !== undefined) ending.hear({ end: ended.end, detail: ended.detail });
    const bytes = step.data.reduce((sum, part) => sum + part.length, 0);
    backlog += bytes;
    carriedOut = carriedOut
      .then(async () => {
        const failed = await carryOut(step, line, hooks, call);
        backlog -= bytes;
        if (failed !== null) giveUp(fail(failed));
        if (ended !== undefined) ending.settle();
      })
      .catch(ending.crash);
    if (backlog > backlogBytes) giveUp(fail(failure('TRANSFER_DISK_SLOW')));
  }

  const watch = createStallWatch(stallMs, () =>
    giveUp(ok({ end: 'timeout', detail: `nothing moved for ${stallMs / 1_000} s` })),
  );
  const abort = () => giveUp(ok({ end: 'cancelled', detail: 'by us' }));
  signal?.addEventListener('abort', abort);
  undo.push(
    watch.stop,
    deadline.stop,
    () => signal?.removeEventListener('abort', abort),
    line.onBytes((bytes) => call((nowMs) => machine.feed(bytes, nowMs))),
    line.onClosed((why) => ending.settle(fail(lineGone(why, line)))),
  );
  // A line that is gone already says so at once, before there was anything to undo.
  if (ending.heard()) deafen();
  call((nowMs) => machine.start(nowMs));
  return ending.promise;
}

function createDeadline(onDue: (atMs: number) => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(atMs: number | null): void {
      clearTimeout(timer);
      // Timers come a little early at times; whoever set it is not to notice.
      if (atMs !== null) timer = setTimeout(() => onDue(atMs), Math.max(0, atMs - now()));
    },
    stop: () => clearTimeout(timer),
  };
}
