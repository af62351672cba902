import type { RunEvent, RunStep } from './machine.ts';

/** What the machine says in one step. */
export interface Outbox {
  send(bytes: Uint8Array): void;
  tell(event: RunEvent): void;
  /** Everything since the last time. */
  empty(deadlineMs: number | null): RunStep;
}

export function createOutbox(): Outbox {
  let send: Uint8Array[] = [];
  let events: RunEvent[] = [];
  return {
    send: (bytes) => void send.push(bytes),
    tell: (event) => void events.push(event),
    empty(deadlineMs) {
      const step = { send, events, deadlineMs };
      send = [];
      events = [];
      return step;
    },
  };
}
