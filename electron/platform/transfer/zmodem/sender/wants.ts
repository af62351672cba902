import type { StepBuilder } from '../step-builder.ts';

export interface Want {
  index: number;
  offset: number;
  bytes: number;
}

export interface Wants {
  /** Asks the user of the machine for content. When an older question is still open, after its answer. */
  ask(want: Want, use: (bytes: Uint8Array, nowMs: number) => void): void;
  /** Whether an answer is awaited. */
  open(): boolean;
  /** The answer to what was asked is of no use any more. */
  drop(): void;
  /** The answer. */
  supply(bytes: Uint8Array, nowMs: number): void;
}

/** Keeps to one open question at a time, whatever becomes of the transfer between a question and its answer. */
export function createWants(step: StepBuilder): Wants {
  type Use = (bytes: Uint8Array, nowMs: number) => void;
  let open = false;
  let use: Use | null = null;
  let next: { want: Want; use: Use } | null = null;

  function put(want: Want, then: Use): void {
    open = true;
    use = then;
    step.event({ type: 'want', ...want });
  }
  return {
    ask(want, then) {
      use = null;
      if (open) next = { want, use: then };
      else put(want, then);
    },
    open: () => open && (use !== null || next !== null),
    drop() {
      use = null;
      next = null;
    },
    supply(bytes, nowMs) {
      const then = use;
      const after = next;
      open = false;
      use = null;
      next = null;
      if (after !== null) put(after.want, after.use);
      else then?.(bytes, nowMs);
    },
  };
}
