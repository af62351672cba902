import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileReason } from '#platform/files/file-error.ts';
import type { LogOptions } from '#shared/bridge/serial-console.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createLogText, localTime } from './log-text.ts';

/** A log file that belongs to a tab: it goes on over reconnects until it is stopped. */
export interface ConsoleLog {
  options: LogOptions;
  startedAt: number;
  /** The newest file. */
  path(): string;
  /** So many were begun. */
  files(): number;
  /** Why nothing is written any more: the disk is full, or slower than the line. */
  failure(): Failure | null;
  append(bytes: Uint8Array, atMs: number): void;
  note(what: string, atMs: number): void;
  /** Resolves when everything is written. */
  end(): Promise<void>;
}

export interface LogLimits {
  /** A file that has reached this is followed by the next. */
  fileBytes: number;
  /** The oldest are removed: a forgotten log must not fill the disk. */
  files: number;
  /** What waits for a slow disk. */
  waitingBytes: number;
}

/** 1 GiB in all: two weeks of a line at 9600 baud that never rests. */
export const logLimits: LogLimits = {
  fileBytes: 16 * 1024 * 1024,
  files: 64,
  waitingBytes: 32 * 1024 * 1024,
};

/** Begins the first file in `folder`. Failure: FILE_WRITE. */
export async function startConsoleLog(deps: {
  folder: string;
  /** Beginning of the names, safe already. */
  name: string;
  options: LogOptions;
  now: () => number;
  onFailed: () => void;
  onRolled: () => void;
  limits?: LogLimits;
}): Promise<Result<ConsoleLog>> {
  const { options, now, limits = logLimits } = deps;
  const startedAt = now();
  const text = options.format === 'text' ? createLogText(options) : null;
  const ending = options.format === 'text' ? 'log' : 'bin';
  const stem = join(
    deps.folder,
    `${deps.name} ${localTime(startedAt).replaceAll(':', '-').replace('.', '-')}`,
  );
  const pathOf = (number: number) => (number === 1 ? `${stem}.${ending}` : `${stem}.${number}.${ending}`);

  let handle: FileHandle;
  try {
    await mkdir(deps.folder, { recursive: true });
    handle = await open(pathOf(1), 'ax', 0o600);
  } catch (error) {
    return fail(failure('FILE_WRITE', { file: basename(pathOf(1)), why: fileReason(error) }));
  }
  let number = 1;
  let fileBytes = 0;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | null = null;
  let failed: Failure | null = null;

  function fails(why: string): void {
    if (failed !== null) return;
    failed = failure('FILE_WRITE', { file: basename(pathOf(number)), why });
    waiting = [];
    waitingBytes = 0;
    deps.onFailed();
  }

  async function roll(): Promise<void> {
    const next = await open(pathOf(number + 1), 'ax', 0o600);
    await handle.close();
    handle = next;
    number += 1;
    fileBytes = 0;
    if (number > limits.files) await rm(pathOf(number - limits.files), { force: true });
    deps.onRolled();
  }

  async function writeWaiting(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = Buffer.concat(waiting);
        waiting = [];
        waitingBytes = 0;
        for (let taken = 0; taken < batch.length; ) {
          if (fileBytes >= limits.fileBytes) await roll();
          const part = batch.subarray(taken, taken + limits.fileBytes - fileBytes);
          await handle.writeFile(part);
          taken += part.length;
          fileBytes += part.length;
        }
      }
    } catch (error) {
      fails(fileReason(error));
    }
    writing = null;
  }

  function queue(bytes: Uint8Array): void {
    if (failed !== null || bytes.length === 0) return;
    if (waitingBytes + bytes.length > limits.waitingBytes) {
      fails('the disk is slower than the line');
      return;
    }
    waiting.push(bytes);
    waitingBytes += bytes.length;
    writing ??= writeWaiting();
  }

  return ok({
    options,
    startedAt,
    path: () => pathOf(number),
    files: () => number,
    failure: () => failed,
    append: (bytes, atMs) => queue(text === null ? bytes.slice() : Buffer.from(text.feed(bytes, atMs))),
    note(what, atMs) {
      if (text !== null) queue(Buffer.from(text.note(what, atMs)));
    },
    async end() {
      while (writing !== null) await writing;
      await handle.close().catch(() => undefined);
    },
  });
}
