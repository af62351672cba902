import type { Failure } from '#shared/errors/failure.ts';
import type { RecipeProtocol } from '#shared/recipes/step.ts';

/**
 * A run of a recipe as a state machine without I/O, like those of file transfer: it eats bytes, time and answers, and says what to send,
 * what happened, what it wants done and when it wants to be asked again.
 */
export interface RecipeMachine {
  /** Once, before anything else. */
  start(nowMs: number): RunStep;
  /** Bytes from the line, cut anywhere. Not those that a transfer consumed. */
  feed(bytes: Uint8Array, nowMs: number): RunStep;
  /** The deadline of the last step has come. */
  tick(nowMs: number): RunStep;
  /** Answers the open `asked` event. An answer to something else changes nothing. */
  answer(answer: RunAnswer, nowMs: number): RunStep;
  /** Ends the run in whatever state it is; a transfer has to be over. Changes nothing after the end. */
  end(outcome: 'stopped' | 'failed', why: Failure): RunStep;
}

export interface RunStep {
  /** For the line, in this order. */
  send: readonly Uint8Array[];
  events: readonly RunEvent[];
  /** `tick` at this time (clock of `nowMs`) unless something comes before; null: nothing to wait for. */
  deadlineMs: number | null;
}

/** What the machine cannot do itself. One is open at a time; `answer` answers it. */
export type RunAsk =
  /** "Step by step" is on: a person says when step number `index` begins. */
  | { ask: 'next'; index: number }
  | { ask: 'confirm'; question: string; yes: string; no: string }
  /** `heard`: what the board said already and no step has read; it belongs to the transfer. */
  | { ask: 'send-file'; protocol: RecipeProtocol; variable: string; sendAs: string | null; heard: Uint8Array }
  | { ask: 'receive-file'; protocol: RecipeProtocol; name: string; heard: Uint8Array }
  | { ask: 'set-baud'; baudRate: number }
  | { ask: 'signals'; dtr?: boolean | undefined; rts?: boolean | undefined }
  | { ask: 'break'; ms: number };

export type RunAnswer =
  | { to: 'next' }
  | { to: 'confirm'; yes: boolean }
  /** Of everything that the runner does. `note`: what came of it, for the list of steps. */
  | { to: 'done'; failure: Failure | null; note?: string };

export type RunOutcome = 'completed' | 'failed' | 'stopped';

export type RunEvent =
  /** Step number `index` begins, for the `round`th time (from 1). */
  | { type: 'step-started'; index: number; round: number }
  | { type: 'step-ended'; index: number; result: 'done' | 'failed' | 'stopped'; note: string }
  /** As it may be shown: secrets masked. */
  | { type: 'sent'; shown: string }
  | { type: 'said'; text: string }
  | { type: 'asked'; ask: RunAsk }
  /** Nothing but the recipe's `leave` is sent after it. */
  | { type: 'ended'; outcome: RunOutcome; failure: Failure | null };
