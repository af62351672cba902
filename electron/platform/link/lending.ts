import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { ByteLine } from '../serial/byte-line.ts';
import { createLentLine, type LentLine, type LentLineControl } from './lent-line.ts';

/** Who has the line of a link, and who waits for it. */
export interface Lending {
  /** Waits until both sides are silent; `ask` makes them. Fails with LINK_BUSY, or what {@link Lending.end} says. */
  ask(ask: () => void): Promise<Result<LentLine>>;
  /** Both sides are silent. */
  begin(why: string): void;
  /** Bytes for whoever has the line. */
  feed(bytes: Uint8Array): void;
  /** The peer has gone on: whoever has the line has a little time to end by itself. */
  peerBack(): void;
  /** The other side forgot about it. */
  stop(why: string): void;
  end(failed: Failure): void;
}

/** A borrower that is about to end has so long after the peer has gone on. */
const graceMs = 2_000;

export function createLending(deps: {
  line: ByteLine;
  /** The peer has asked for the line. Without it, the line goes back at once. */
  onLent: ((why: string, lent: LentLine) => void) | undefined;
  onReturned(): void;
}): Lending {
  const { line, onLent } = deps;
  let waiting: PromiseWithResolvers<Result<LentLine>> | null = null;
  let lent: LentLineControl | null = null;

  function stop(why: string): void {
    lent?.stop(why);
  }

  return {
    async ask(ask) {
      if (lent !== null || waiting !== null) return fail(failure('LINK_BUSY', { line: line.name }));
      waiting = Promise.withResolvers();
      const { promise } = waiting;
      ask();
      return promise;
    },
    begin(why) {
      const control = createLentLine(line, () => {
        if (lent !== control) return;
        lent = null;
        deps.onReturned();
      });
      lent = control;
      const first = waiting;
      waiting = null;
      if (first !== null) first.resolve(ok(control.lent));
      else if (onLent !== undefined) onLent(why, control.lent);
      else control.lent.giveBack();
    },
    feed: (bytes) => lent?.feed(bytes),
    peerBack() {
      const control = lent;
      setTimeout(() => control?.stop('the other side has ended the transfer'), graceMs).unref();
    },
    stop,
    end(failed) {
      waiting?.resolve(fail(failed));
      waiting = null;
      stop(failed.message);
    },
  };
}
