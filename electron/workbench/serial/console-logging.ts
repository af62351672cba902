import { basename } from 'node:path';
import type { LogOptions, SerialConsole } from '#shared/bridge/serial-console.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { displayFolder } from '../settings/settings.ts';
import { type ConsoleLog, type LogLimits, startConsoleLog } from './console-log.ts';

/** The log of one tab: running, or none. */
export interface ConsoleLogging {
  view(): SerialConsole['log'];
  /** Failures: SERIAL_LOG_RUNNING, FILE_WRITE. */
  start(options: LogOptions): Promise<Result<null>>;
  /** Resolves when everything is on the disk. */
  stop(): Promise<void>;
  append(bytes: Uint8Array, atMs: number): void;
  note(what: string): void;
  /** The newest file, also of a log that has ended. Failure: SERIAL_NO_LOG. */
  newest(): Result<string>;
}

export function createConsoleLogging(deps: {
  folder: () => string;
  /** Beginning of the file names, safe already. */
  name: () => string;
  now: () => number;
  onChange: () => void;
  limits?: LogLimits;
}): ConsoleLogging {
  let log: ConsoleLog | null = null;
  let folder = '';
  let lastPath: string | null = null;
  let starting = false;

  function view(): SerialConsole['log'] {
    if (log === null) return null;
    const failed = log.failure();
    return {
      state: failed === null ? 'on' : 'failed',
      options: log.options,
      fileName: basename(log.path()),
      folder: displayFolder(folder),
      startedAt: log.startedAt,
      files: log.files(),
      failure: failed,
    };
  }

  async function stop(): Promise<void> {
    const ended = log;
    if (ended === null) return;
    log = null;
    lastPath = ended.path();
    await ended.end();
    deps.onChange();
  }

  return {
    view,
    async start(options) {
      if (log !== null && log.failure() === null) {
        return fail(failure('SERIAL_LOG_RUNNING', { file: basename(log.path()) }));
      }
      if (starting) return fail(failure('SERIAL_LOG_RUNNING', { file: 'a new file' }));
      starting = true;
      await stop();
      folder = deps.folder();
      const { now, onChange, limits } = deps;
      const started = await startConsoleLog({
        ...{ folder, name: deps.name(), options, now },
        onFailed: onChange,
        onRolled: onChange,
        ...(limits !== undefined && { limits }),
      });
      starting = false;
      if (!started.ok) return started;
      log = started.value;
      onChange();
      return ok(null);
    },
    stop,
    append: (bytes, atMs) => log?.append(bytes, atMs),
    note: (what) => log?.note(what, deps.now()),
    newest() {
      const path = log?.path() ?? lastPath;
      return path === null ? fail(failure('SERIAL_NO_LOG')) : ok(path);
    },
  };
}
