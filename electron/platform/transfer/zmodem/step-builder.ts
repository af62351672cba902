import type { Step, TransferEvent } from '../machine.ts';

export interface StepBuilder {
  send(bytes: Uint8Array): void;
  data(bytes: Uint8Array): void;
  event(event: TransferEvent): void;
  /** Everything since the last time. */
  take(deadlineMs: number | null): Step;
}

export function createStepBuilder(): StepBuilder {
  let send: Uint8Array[] = [];
  let data: Uint8Array[] = [];
  let events: TransferEvent[] = [];
  return {
    send: (bytes) => void send.push(bytes),
    data: (bytes) => void data.push(bytes),
    event: (event) => void events.push(event),
    take(deadlineMs) {
      // Subpackets are small; whoever stores them is not to be asked for each.
      const stored = data.length > 1 ? [Buffer.concat(data)] : data;
      const step = { send, data: stored, events, deadlineMs };
      send = [];
      data = [];
      events = [];
      return step;
    },
  };
}
