import type { LineGone } from '#platform/serial/byte-line.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import type { RecipeLine } from '../ports.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { RecipeMachine, RunAnswer, RunAsk, RunEvent, RunOutcome, RunStep } from './machine.ts';
import type { RecipeTransfers, RunningTransfer, TransferAnswer } from './recipe-transfers.ts';

export interface RunEnd {
  outcome: RunOutcome;
  failure: Failure | null;
}

export interface RecipeRun {
  /** Of a person: `next` or `confirm`. False: nobody asks for it. */
  answer(answer: Exclude<RunAnswer, { to: 'done' }>): boolean;
  /** Ends the run wherever it is. A transfer is cancelled as its protocol wants it first. */
  stop(): void;
  /** After everything that was to be sent is sent. Never rejects. */
  ended: Promise<RunEnd>;
}

interface RunDeps {
  machine: RecipeMachine;
  line: RecipeLine;
  transfers: RecipeTransfers;
  transcript: Pick<Transcript, 'received'>;
  /** In order, after what it tells of was noted by the machine. */
  onEvent(event: RunEvent): void;
}

/** A line that is held by flow control takes nothing; the run ends all the same. */
const graceMs = 3_000;

const now = (): number => performance.now();

/** Puts a run on a line until it ends. The line stays open; whoever opened it closes it. */
export function runRecipe({ machine, line, transfers, transcript, onEvent }: RunDeps): RecipeRun {
  const { promise, resolve } = Promise.withResolvers<RunEnd>();
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  let transfer: RunningTransfer | null = null;
  let person: 'next' | 'confirm' | null = null;
  let over = false;

  function take(step: RunStep): void {
    clearTimeout(timer);
    for (const bytes of step.send) write(bytes);
    for (const event of step.events) onEvent(event);
    for (const event of step.events) follow(event);
    if (step.deadlineMs === null || over) return;
    const atMs = step.deadlineMs;
    // Timers come a little early at times; the machine is not to notice.
    timer = setTimeout(() => take(machine.tick(Math.max(now(), atMs))), Math.max(0, atMs - now()));
  }
  function write(bytes: Uint8Array): void {
    written = written.then(() => line.write(bytes)).catch((error: unknown) => lose(reasonOf(error)));
  }
  function follow(event: RunEvent): void {
    if (event.type === 'step-started') person = null;
    if (event.type === 'asked') void carryOut(event.ask);
    if (event.type === 'ended') void finish(event);
  }
  async function carryOut(ask: RunAsk): Promise<void> {
    if (ask.ask === 'next' || ask.ask === 'confirm') {
      person = ask.ask;
      return;
    }
    // What was sent before belongs to the time before.
    await written;
    const done = await perform(ask);
    if (!over) take(machine.answer(done, now()));
  }
  async function perform(ask: Exclude<RunAsk, { ask: 'next' | 'confirm' }>): Promise<TransferAnswer> {
    if (over) return { to: 'done', failure: null };
    if (ask.ask === 'send-file' || ask.ask === 'receive-file') return runTransfer(ask);
    await line.drain().catch(() => undefined);
    const done = await controlLine(line, ask);
    return { to: 'done', failure: done.ok ? null : done.failure };
  }
  async function runTransfer(ask: Extract<RunAsk, { heard: Uint8Array }>): Promise<TransferAnswer> {
    const running = transfers.start(ask, line);
    transfer = running;
    const done = await running.ended;
    transfer = null;
    const spoken = running.spoken(done.failure === null);
    if (!over && spoken.length > 0) hear(spoken);
    return done;
  }
  function hear(bytes: Uint8Array): void {
    transcript.received(bytes);
    take(machine.feed(bytes, now()));
  }
  function arrive(bytes: Uint8Array): void {
    if (transfer !== null) transfer.arrive(bytes);
    else hear(bytes);
  }
  function lose(why: string): void {
    if (!over) take(machine.end('failed', failure('RECIPE_LINE_LOST', { line: line.name, why })));
  }
  async function stop(): Promise<void> {
    const running = transfer;
    if (running !== null) {
      running.cancel();
      await running.ended;
    }
    if (!over) take(machine.end('stopped', failure('RECIPE_STOPPED')));
  }
  async function finish({ outcome, failure: why }: RunEnd): Promise<void> {
    over = true;
    clearTimeout(timer);
    const sent = written.then(() => line.drain()).catch(() => undefined);
    await Promise.race([Promise.all([sent, transfer?.ended]), graceOver()]);
    stopListening();
    resolve({ outcome, failure: why });
  }

  const endings = [line.onBytes(arrive), line.onClosed((why: LineGone) => lose(why.message))];
  const stopListening = () => {
    for (const end of endings) end();
  };
  if (!over) take(machine.start(now()));
  return {
    answer(answer) {
      if (over || person !== answer.to) return false;
      person = null;
      take(machine.answer(answer, now()));
      return true;
    },
    stop: () => void stop(),
    ended: promise,
  };
}

type ControlAsk = Extract<RunAsk, { ask: 'set-baud' | 'signals' | 'break' }>;

function controlLine(line: RecipeLine, ask: ControlAsk): Promise<Result<null>> {
  if (ask.ask === 'set-baud') return line.changeRate(ask.baudRate);
  if (ask.ask === 'break') return line.sendBreak(ask.ms);
  const { dtr, rts } = ask;
  return line.setSignals({ ...(dtr === undefined ? {} : { dtr }), ...(rts === undefined ? {} : { rts }) });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const graceOver = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, graceMs).unref();
  });
