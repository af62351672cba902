import type { Step, TransferEnd, TransferEvent, TransferMachine } from '#platform/transfer/machine.ts';

export interface Talk<M extends TransferMachine> {
  machine: M;
  /** What it sent since this was last asked, in hexadecimal. */
  heard(): string;
  /** All content so far. */
  stored(): Buffer;
  events(): TransferEvent[];
  end(): TransferEnd | null;
  say(...bytes: readonly (number | Uint8Array)[]): void;
  /** Asks it something else, at the present time. */
  call(ask: (machine: M, nowMs: number) => Step): void;
  /** Lets time pass; deadlines come when they are due. */
  wait(ms: number): void;
}

/** Talks with one machine by hand, in a time of its own. */
export function talkWith<M extends TransferMachine>(machine: M): Talk<M> {
  const events: TransferEvent[] = [];
  const stored: Uint8Array[] = [];
  let sent: Uint8Array[] = [];
  let nowMs = 0;
  let deadlineMs: number | null = null;

  function take(step: Step): void {
    sent.push(...step.send);
    stored.push(...step.data);
    events.push(...step.events);
    deadlineMs = step.deadlineMs;
  }

  take(machine.start(nowMs));
  return {
    machine,
    heard() {
      const hex = Buffer.concat(sent).toString('hex');
      sent = [];
      return hex;
    },
    stored: () => Buffer.concat(stored),
    events: () => events,
    end: () => events.find((event) => event.type === 'ended')?.end ?? null,
    say(...bytes) {
      const parts = bytes.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part));
      take(machine.feed(Buffer.concat(parts), nowMs));
    },
    call: (ask) => take(ask(machine, nowMs)),
    wait(ms) {
      const untilMs = nowMs + ms;
      while (deadlineMs !== null && deadlineMs <= untilMs) {
        nowMs = Math.max(nowMs, deadlineMs);
        take(machine.tick(nowMs));
      }
      nowMs = untilMs;
    },
  };
}
