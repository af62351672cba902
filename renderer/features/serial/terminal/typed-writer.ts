import { maxWriteBytes } from '#shared/bridge/serial-console.ts';
import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';

export interface TypedWriter {
  send(bytes: Uint8Array): void;
}

/**
 * Sends what is typed in order: one write at a time, and what was typed meanwhile goes with the next. After a failure
 * what waits is dropped: nobody wants old keys to arrive when the device is back.
 */
export function createTypedWriter(deps: {
  write(bytes: Uint8Array): Promise<Result<null>>;
  onFailure(failure: Failure): void;
}): TypedWriter {
  let waiting: Uint8Array[] = [];
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

  async function drain(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const result = await deps.write(nextBytes());
      if (result.ok) continue;
      waiting = [];
      deps.onFailure(result.failure);
    }
    writing = false;
  }

  return {
    send(bytes) {
      if (bytes.length === 0) return;
      waiting.push(bytes);
      void drain();
    },
  };
}
