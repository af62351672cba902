import { maxEchoCharacters, maxWriteBytes } from '#shared/bridge/serial-console.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';

export interface TypedWriter {
  /** `echo`: what the screen shows of it itself. */
  send(bytes: Uint8Array, echo: string): void;
}

/**
 * Sends what is typed in order: one write at a time, and what was typed meanwhile goes with the next. After a failure
 * what waits is dropped: nobody wants old keys to arrive when the device is back.
 */
export function createTypedWriter(deps: {
  write(bytes: Uint8Array, echo: string): Promise<Result<null>>;
  onFailure(failure: Failure): void;
}): TypedWriter {
  let waiting: Uint8Array[] = [];
  let waitingEcho = '';
  let writing = false;

  function nextBytes(): Uint8Array {
    const all = new Uint8Array(waiting.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of waiting) {
      all.set(part, at);
      at += part.length;
    }
    waiting = all.length > maxWriteBytes ? [all.subarray(maxWriteBytes)] : [];
    return all.subarray(0, maxWriteBytes);
  }

  function nextEcho(): string {
    const echo = waitingEcho.slice(0, maxEchoCharacters);
    waitingEcho = waitingEcho.slice(maxEchoCharacters);
    return echo;
  }

  async function drain(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const result = await deps.write(nextBytes(), nextEcho());
      if (result.ok) continue;
      waiting = [];
      waitingEcho = '';
      deps.onFailure(result.failure);
    }
    writing = false;
  }

  return {
    send(bytes, echo) {
      if (bytes.length === 0) return;
      waiting.push(bytes);
      waitingEcho += echo;
      void drain();
    },
  };
}
