import type {
  OfferedFile,
  ReceivingMachine,
  SendingMachine,
  Step,
  TransferEnd,
  TransferEvent,
  TransferMachine,
} from '#platform/transfer/machine.ts';

interface SimulationOptions {
  sender: SendingMachine;
  receiver: ReceivingMachine;
  contents: readonly Uint8Array[];
  /** What the cable makes of what passes; as it came unless given. */
  toReceiver?: (bytes: Uint8Array) => Uint8Array;
  toSender?: (bytes: Uint8Array) => Uint8Array;
  /** Cuts what one side sent at once; whole unless given. */
  cut?: (bytes: Uint8Array) => Uint8Array[];
  latencyMs?: number;
  decide?: (file: OfferedFile) => 'accept' | 'skip';
}

export interface SimulatedSide {
  events: TransferEvent[];
  /** Null: it never came to an end. */
  end: TransferEnd | null;
}

export interface SimulatedTransfer {
  sender: SimulatedSide;
  receiver: SimulatedSide & { stored: { file: OfferedFile; content: Buffer }[] };
  tookMs: number;
}

/** No transfer of the tests takes as long, with all its patience. */
const limitMs = 24 * 3_600_000;

/** Two machines at the ends of a cable, in a time of their own: hours pass in milliseconds. */
export function simulateTransfer(options: SimulationOptions): SimulatedTransfer {
  const { sender, receiver, contents, latencyMs = 1, cut = (bytes) => [bytes] } = options;
  const clock = createSimulatedClock();
  const stored: { file: OfferedFile; content: Buffer }[] = [];
  let parts: Uint8Array[] = [];
  let offered: OfferedFile | null = null;

  function supplyTo(event: TransferEvent): void {
    if (event.type !== 'want') return;
    const content = contents[event.index] ?? new Uint8Array();
    const bytes = content.subarray(event.offset, event.offset + event.bytes);
    clock.at(clock.now(), () => ours.take(sender.supply(bytes, clock.now())));
  }

  function decideOn(event: TransferEvent): void {
    if (event.type === 'file-offered') {
      const { file } = event;
      offered = file;
      parts = [];
      const accepts = (options.decide?.(file) ?? 'accept') === 'accept';
      const answer = () => (accepts ? receiver.accept(0, clock.now()) : receiver.skip(clock.now()));
      clock.at(clock.now(), () => theirs.take(answer()));
    }
    if (event.type === 'file-ended' && event.outcome !== 'skipped' && offered !== null)
      stored.push({ file: offered, content: Buffer.concat(parts) });
  }

  const pass = (bytes: Uint8Array, damage: SimulationOptions['toSender'], to: () => Side) => {
    for (const piece of cut(damage === undefined ? bytes : damage(bytes)))
      if (piece.length > 0) clock.at(clock.now() + latencyMs, () => to().hear(piece));
  };
  const ours = createSide(sender, clock, {
    send: (bytes) => pass(bytes, options.toReceiver, () => theirs),
    store: () => undefined,
    event: supplyTo,
  });
  const theirs = createSide(receiver, clock, {
    send: (bytes) => pass(bytes, options.toSender, () => ours),
    store: (bytes) => parts.push(bytes),
    event: decideOn,
  });
  theirs.start();
  ours.start();
  clock.run(limitMs);
  return { sender: ours.seen, receiver: { ...theirs.seen, stored }, tookMs: clock.now() };
}

type Side = ReturnType<typeof createSide>;
type Clock = ReturnType<typeof createSimulatedClock>;

function createSide(
  machine: TransferMachine,
  clock: Clock,
  out: { send(bytes: Uint8Array): void; store(bytes: Uint8Array): void; event(event: TransferEvent): void },
) {
  const seen: SimulatedSide = { events: [], end: null };
  let deadline = 0;

  function take(step: Step): void {
    const mine = ++deadline;
    for (const bytes of step.data) out.store(bytes);
    for (const event of step.events) {
      if (seen.end !== null) throw new Error('an event after the end');
      seen.events.push(event);
      if (event.type === 'ended') seen.end = event.end;
      out.event(event);
    }
    for (const bytes of step.send) out.send(bytes);
    if (step.deadlineMs === null || seen.end !== null) return;
    clock.at(Math.max(step.deadlineMs, clock.now()), () => {
      if (mine === deadline) take(machine.tick(clock.now()));
    });
  }

  return {
    seen,
    take,
    start: () => take(machine.start(clock.now())),
    hear(bytes: Uint8Array): void {
      if (seen.end === null) take(machine.feed(bytes, clock.now()));
    },
  };
}

function createSimulatedClock() {
  let queue: { atMs: number; work: () => void }[] = [];
  let nowMs = 0;
  return {
    now: () => nowMs,
    at(atMs: number, work: () => void): void {
      let [from, to] = [0, queue.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if ((queue[middle]?.atMs ?? 0) <= atMs) from = middle + 1;
        else to = middle;
      }
      queue.splice(from, 0, { atMs, work });
    },
    run(untilMs: number): void {
      for (let due = queue.shift(); due !== undefined && due.atMs <= untilMs; due = queue.shift()) {
        nowMs = due.atMs;
        due.work();
      }
      queue = [];
    },
  };
}
