import { LineGone } from '#platform/serial/byte-line.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** A device that holds the line (flow control) must neither block a call for ever nor fill the memory. */
export interface StuckGuard {
  /** Failures: SERIAL_WRITE_STUCK (what was typed before still goes out when the device lets go), SERIAL_LINE_LOST. */
  send(bytes: Uint8Array, write: (bytes: Uint8Array) => Promise<void>): Promise<Result<null>>;
  /** Another line begins without what the last one left. */
  forget(): void;
}

const patienceMs = 5_000;
const maxWaitingBytes = 256 * 1024;

export function createStuckGuard(portName: () => string): StuckGuard {
  let waitingBytes = 0;
  let generation = 0;
  const stuck = () => fail(failure('SERIAL_WRITE_STUCK', { port: portName(), seconds: patienceMs / 1_000 }));

  return {
    async send(bytes, write) {
      if (waitingBytes > 0 && waitingBytes + bytes.length > maxWaitingBytes) return stuck();
      const mine = generation;
      waitingBytes += bytes.length;
      const written = write(bytes).then(
        () => ok(null),
        (error: unknown) => {
          if (!(error instanceof LineGone)) throw error;
          return fail(failure('SERIAL_LINE_LOST', { port: portName() }, error.message));
        },
      );
      const settled = written.finally(() => {
        if (mine === generation) waitingBytes -= bytes.length;
      });
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<Result<null>>((resolve) => {
        timer = setTimeout(() => resolve(stuck()), patienceMs);
      });
      return Promise.race([settled, patience]).finally(() => clearTimeout(timer));
    },
    forget() {
      generation += 1;
      waitingBytes = 0;
    },
  };
}
