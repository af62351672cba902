import { type ByteQueue, createByteQueue } from './byte-queue.ts';
import type { Ending } from './ending.ts';
import type { ReceivingMachine, SendingMachine, Step, TransferEvent } from './machine.ts';

/** Wakes the script when one of these is there, or the time has come; null: without end. */
export interface Wait {
  /** So many bytes of input. */
  bytes?: number;
  supply?: true;
  decision?: true;
  untilMs: number | null;
}

/** A protocol told from beginning to end, as its specification tells it. It says what it waits for and then looks itself. */
export type Script<T = Ending> = Generator<Wait, T, void>;

export interface ScriptIo {
  readonly input: ByteQueue;
  now(): number;
  send(bytes: Uint8Array): void;
  emit(event: TransferEvent): void;
  /** Content of the file. */
  store(bytes: Uint8Array): void;
  /** What was supplied since it was last asked for. */
  takeSupply(): Uint8Array | null;
  takeDecision(): 'accept' | 'skip' | null;
}

/** Input that nobody reads, as while a file waits for consent. No peer of these protocols sends as much unasked. */
const inputLimitBytes = 256 * 1024;

/** How a transfer is cancelled. */
export interface Cancelling {
  bytes: Uint8Array;
  /**
   * A peer that answers once more has not heard it: lrzsz discards its input right after each ACK (serial-transfer, habit 1). Then
   * it is said again. Absent: said once.
   */
  isUnheard?: (answer: Uint8Array) => boolean;
}

/** So long an answer to what was sent before is waited for, and so long its sender takes to discard its input. */
const lastAnswerMs = 1_500;
const discardMs = 50;

/** Makes a machine of a script. A script that ends, ends the transfer; nothing is heard or said after that. */
export function createScriptMachine(
  write: (io: ScriptIo) => Script,
  cancelling: Cancelling,
): SendingMachine & ReceivingMachine {
  let nowMs = 0;
  let out = emptyOutput();
  let wait: Wait | null = null;
  let supplied: Uint8Array | null = null;
  let decision: 'accept' | 'skip' | null = null;
  /** Cancelled, and over at this time; `again`: with one more word. */
  let farewell: { atMs: number; again: boolean } | null = null;
  const input = createByteQueue();
  const script = write({
    input,
    now: () => nowMs,
    send: (bytes) => out.send.push(bytes),
    emit: (event) => out.events.push(event),
    store: (bytes) => out.data.push(bytes),
    takeSupply() {
      const taken = supplied;
      supplied = null;
      return taken;
    },
    takeDecision() {
      const taken = decision;
      decision = null;
      return taken;
    },
  });

  const isOver = ({ bytes, supply, decision: wanted, untilMs }: Wait): boolean =>
    (bytes !== undefined && input.length() >= bytes) ||
    (supply === true && supplied !== null) ||
    (wanted === true && decision !== null) ||
    (untilMs !== null && nowMs >= untilMs);

  function goOn(): void {
    const next = script.next();
    wait = next.done === true ? null : next.value;
    if (next.done === true) out.events.push({ type: 'ended', ...next.value });
  }

  function step(atMs: number): Step {
    nowMs = atMs;
    while (wait !== null && isOver(wait)) goOn();
    if (farewell !== null && farewell.atMs <= atMs) {
      if (farewell.again) out.send.push(cancelling.bytes);
      sayCancelled();
    }
    const { send, data, events } = out;
    out = emptyOutput();
    return { send, data, events, deadlineMs: wait?.untilMs ?? farewell?.atMs ?? null };
  }

  function sayCancelled(): void {
    farewell = null;
    out.events.push({ type: 'ended', end: 'cancelled', detail: 'by us' });
  }

  return {
    start(atMs) {
      nowMs = atMs;
      goOn();
      return step(atMs);
    },
    feed(bytes, atMs) {
      if (farewell?.again === false && cancelling.isUnheard?.(bytes) === true)
        farewell = { atMs: atMs + discardMs, again: true };
      if (wait !== null && input.length() < inputLimitBytes) input.push(bytes);
      return step(atMs);
    },
    tick: step,
    cancel(atMs) {
      if (wait !== null) {
        wait = null;
        out.send.push(cancelling.bytes);
        if (cancelling.isUnheard === undefined) sayCancelled();
        else farewell = { atMs: atMs + lastAnswerMs, again: false };
      }
      return step(atMs);
    },
    supply(bytes, atMs) {
      supplied = bytes;
      return step(atMs);
    },
    accept(_offset, atMs) {
      decision = 'accept';
      return step(atMs);
    },
    skip(atMs) {
      decision = 'skip';
      return step(atMs);
    },
  };
}

function emptyOutput() {
  return { send: [] as Uint8Array[], data: [] as Uint8Array[], events: [] as TransferEvent[] };
}

/** One byte, or null when none has come by then. */
export function* readByte(io: ScriptIo, untilMs: number): Script<number | null> {
  yield { bytes: 1, untilMs };
  return io.input.length() > 0 ? (io.input.take(1)[0] ?? null) : null;
}

/** So many bytes, or null when nothing has come for `gapMs` before they were there; what has come stays in the input. */
export function* readBytes(io: ScriptIo, count: number, gapMs: number): Script<Uint8Array | null> {
  while (io.input.length() < count) {
    const there = io.input.length();
    yield { bytes: there + 1, untilMs: io.now() + gapMs };
    if (io.input.length() === there) return null;
  }
  return io.input.take(count);
}

/** Drops what arrives until nothing has come for `quietMs`, or for at most `limitMs`. Returns the last few bytes. */
export function* untilQuiet(io: ScriptIo, quietMs: number, limitMs: number): Script<Uint8Array> {
  const endMs = io.now() + limitMs;
  let tail: Uint8Array = new Uint8Array();
  do {
    tail = Buffer.concat([tail, io.input.takeAll()]).subarray(-32);
    yield { bytes: 1, untilMs: io.now() + quietMs };
  } while (io.input.length() > 0 && io.now() < endMs);
  return tail;
}
