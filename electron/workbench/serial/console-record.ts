import type { ConsoleMark } from '#shared/bridge/serial-console.ts';
import type { LogLimits } from './console-log.ts';
import { type ConsoleLogging, createConsoleLogging } from './console-logging.ts';
import { createOutputRing, type OutputRing } from './output-ring.ts';

/** Everything that arrived on a console, and what became of its line, for the screen, the log and whoever listens. */
export interface ConsoleRecord {
  readonly output: OutputRing;
  readonly log: ConsoleLogging;
  /** Bytes since the tab was opened, also those that are not for the screen. */
  received(): number;
  /** `quiet`: not for the screen and the log. */
  add(bytes: Uint8Array, options: { quiet: boolean }): void;
  /** Own input that a screen shows itself. */
  typed(own: NonNullable<ConsoleMark['own']>): void;
  turn(what: keyof typeof turnWords, path: string): void;
  /** Bytes as they arrive, over reconnects. Returns the function that ends it. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
}

const turnWords = {
  opened: 'port opened',
  lost: 'device gone',
  closed: 'port closed',
  settings: 'settings changed',
  restarted: 'workbench started again',
} as const;

export function createConsoleRecord(deps: {
  logFolder: () => string;
  /** Name of files of this console, safe already. */
  fileName: () => string;
  /** Kept for the screen. What is cut from it is in the log, if there is one, and visible as cut. */
  keptBytes: number;
  now: () => number;
  onAdded(): void;
  onLogChange(): void;
  logLimits?: LogLimits;
}): ConsoleRecord {
  const { now } = deps;
  const output = createOutputRing(deps.keptBytes);
  const log = createConsoleLogging({
    ...{ folder: deps.logFolder, name: deps.fileName, now, onChange: deps.onLogChange },
    ...(deps.logLimits !== undefined && { limits: deps.logLimits }),
  });
  const listeners = new Set<(bytes: Uint8Array) => void>();
  let received = 0;
  return {
    output,
    log,
    received: () => received,
    add(bytes, { quiet }) {
      received += bytes.length;
      if (!quiet) {
        const at = now();
        output.append(bytes, at);
        log.append(bytes, at);
        deps.onAdded();
      }
      for (const listener of [...listeners]) listener(bytes);
    },
    typed(own) {
      if (own.text === '') return;
      const at = now();
      output.typed(own, at);
      log.typed(own.text, at);
    },
    turn(what, path) {
      output.note(what, now());
      log.note(`${turnWords[what]}: ${path}`);
    },
    onBytes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
