import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { type LogOptions, logOptionsSchema, type SerialConsole } from '#shared/bridge/serial-console.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { displayFolder } from '../settings/settings.ts';
import {
  type ConsoleLog,
  type LogLimits,
  type LogPlace,
  logPath,
  logPlaceSchema,
  startConsoleLog,
} from './console-log.ts';
import { createPaced } from './paced.ts';

/** A log as it is kept while the workbench is away. */
export const keptLogSchema = z.object({ options: logOptionsSchema, place: logPlaceSchema });
export type KeptLog = z.infer<typeof keptLogSchema>;

/** The log of one tab: running, ended, or none yet. */
export interface ConsoleLogging {
  view(): SerialConsole['log'];
  /** The last one that was stopped. */
  ended(): SerialConsole['endedLog'];
  /** Failures: SERIAL_LOG_RUNNING, FILE_WRITE. */
  start(options: LogOptions): Promise<Result<null>>;
  /** Goes on in the same file. A failure is in the view. */
  resume(kept: KeptLog): Promise<void>;
  /** What {@link resume} needs; null: nothing runs. */
  kept(): KeptLog | null;
  /** Resolves when everything is on the disk. */
  stop(): Promise<void>;
  append(bytes: Uint8Array, atMs: number): void;
  typed(text: string, atMs: number): void;
  note(what: string): void;
  /** The newest file, also of a log that has ended. Failure: SERIAL_NO_LOG. */
  newest(): Result<string>;
}

/** While it is written its size is told so often. */
const tellSizeEveryMs = 1_000;

export function createConsoleLogging(deps: {
  folder: () => string;
  /** Beginning of the file names, safe already. */
  name: () => string;
  now: () => number;
  onChange: () => void;
  limits?: LogLimits;
}): ConsoleLogging {
  const { now, onChange } = deps;
  let log: ConsoleLog | null = null;
  /** Could not go on after a restart. */
  let broken: { kept: KeptLog; failure: Failure } | null = null;
  let ended: { path: string; files: number; bytes: number } | null = null;
  let starting = false;
  const written = createPaced(tellSizeEveryMs, onChange);

  function view(): SerialConsole['log'] {
    if (broken !== null) {
      const { options, place } = broken.kept;
      const { files, startedAt } = place;
      const names = namesOf(logPath(place.stem, options, files));
      return { state: 'failed', options, ...names, startedAt, files, bytes: null, failure: broken.failure };
    }
    if (log === null) return null;
    const failed = log.failure();
    return {
      state: failed === null ? 'on' : 'failed',
      options: log.options,
      ...namesOf(log.path()),
      startedAt: log.startedAt,
      files: log.files(),
      bytes: log.bytes(),
      failure: failed,
    };
  }

  async function stop(): Promise<void> {
    const stopped = log;
    if (broken !== null) {
      broken = null;
      onChange();
    }
    if (stopped === null) return;
    log = null;
    await stopped.end();
    ended = { path: stopped.path(), files: stopped.files(), bytes: stopped.bytes() };
    onChange();
  }

  async function begin(options: LogOptions, resumes?: LogPlace): Promise<Result<null>> {
    const { limits } = deps;
    const started = await startConsoleLog({
      ...{ folder: deps.folder(), name: deps.name(), options, now, resumes },
      ...{ onFailed: onChange, onRolled: onChange, onWritten: written.touch },
      ...(limits !== undefined && { limits }),
    });
    if (!started.ok) return started;
    log = started.value;
    onChange();
    return ok(null);
  }

  return {
    view,
    ended: () => (ended === null ? null : { ...namesOf(ended.path), files: ended.files, bytes: ended.bytes }),
    async start(options) {
      if (log !== null && log.failure() === null) {
        return fail(failure('SERIAL_LOG_RUNNING', { file: basename(log.path()) }));
      }
      if (starting) return fail(failure('SERIAL_LOG_RUNNING', { file: 'a new file' }));
      starting = true;
      await stop();
      const started = await begin(options);
      starting = false;
      return started;
    },
    async resume(kept) {
      const resumed = await begin(kept.options, kept.place);
      if (resumed.ok) return;
      broken = { kept, failure: resumed.failure };
      onChange();
    },
    kept: () => broken?.kept ?? (log === null ? null : { options: log.options, place: log.place() }),
    stop,
    append: (bytes, atMs) => log?.append(bytes, atMs),
    typed: (typed, atMs) => log?.typed(typed, atMs),
    note: (what) => log?.note(what, now()),
    newest() {
      const path = log?.path() ?? ended?.path;
      return path === undefined ? fail(failure('SERIAL_NO_LOG')) : ok(path);
    },
  };
}

const namesOf = (path: string) => ({ fileName: basename(path), folder: displayFolder(dirname(path)) });
