import type { ByteLine } from '../serial/byte-line.ts';
import type { Link, LinkEvent, LinkStep } from './link.ts';

/** Carries out what a link says: bytes to the line, events to `happen`, and its deadlines. */
export interface LinkRunner {
  /** One call of the link, at the time that it is. Nothing after {@link LinkRunner.stop}. */
  run(call: (nowMs: number) => LinkStep): void;
  /** The link was told something that has to go out; many such things go out together. */
  pumpSoon(): void;
  stop(): void;
}

export function createLinkRunner(deps: {
  line: ByteLine;
  link: Pick<Link, 'tick' | 'pump'>;
  happen(event: LinkEvent): void;
}): LinkRunner {
  const { line, link } = deps;
  let timer: NodeJS.Timeout | undefined;
  let pumping = false;
  let stopped = false;

  function run(call: (nowMs: number) => LinkStep): void {
    if (stopped) return;
    const { send, events, deadlineMs } = call(performance.now());
    clearTimeout(timer);
    // A line that is gone tells it by itself.
    if (send.length > 0) line.write(Buffer.concat(send)).catch(() => undefined);
    if (deadlineMs !== null) {
      const waitMs = Math.max(1, Math.ceil(deadlineMs - performance.now()));
      timer = setTimeout(() => run((nowMs) => link.tick(nowMs)), waitMs);
    }
    for (const event of events) deps.happen(event);
  }

  return {
    run,
    pumpSoon() {
      if (pumping || stopped) return;
      pumping = true;
      setImmediate(() => {
        pumping = false;
        run((nowMs) => link.pump(nowMs));
      });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
