import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
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
  /** On the disk, in all files so far. */
  bytes(): number;
  /** From which it can go on after the workbench ended. */
  place(): LogPlace;
  /** Why nothing is written any more: the disk is full, or slower than the line. */
  failure(): Failure | null;
  append(bytes: Uint8Array, atMs: number): void;
  /** Own input; of text only. */
  typed(text: string, atMs: number): void;
  note(what: string, atMs: number): void;
  /** Resolves when everything is written. */
  end(): Promise<void>;
}

/** Where a log is: its files and how far they are. */
export const logPlaceSchema = z.object({
  /** Path of the files up to their number and ending. */
  stem: z.string(),
  files: z.int().min(1),
  startedAt: z.int(),
});
export type LogPlace = z.infer<typeof logPlaceSchema>;

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

/** Begins the first file in `folder`, or goes on where `resumes` says. Failure: FILE_WRITE. */
export async function startConsoleLog(deps: {
  folder: string;
  /** Beginning of the names, safe already. */
  name: string;
  options: LogOptions;
  now: () => number;
  onFailed: () => void;
  onRolled: () => void;
  /** More is on the disk; called with each write. */
  onWritten: () => void;
  limits?: LogLimits;
  resumes?: LogPlace | undefined;
}): Promise<Result<ConsoleLog>> {
  const { options, now, resumes, limits = logLimits } = deps;
  const startedAt = resumes?.startedAt ?? now();
  const stem =
    resumes?.stem ??
    join(deps.folder, `${deps.name} ${localTime(startedAt).replaceAll(':', '-').replace('.', '-')}`);
  const pathOf = (number: number) => logPath(stem, options, number);

  let number = resumes?.files ?? 1;
  const opened = await openLogFile(pathOf(number), resumes !== undefined);
  if (!opened.ok) return opened;
  let { handle, bytes: fileBytes } = opened.value;
  // Those before are full.
  let writtenBytes = (number - 1) * limits.fileBytes + fileBytes;
  const text = options.format === 'text' ? createLogText(options, opened.value) : null;
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
          writtenBytes += part.length;
        }
        deps.onWritten();
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
    bytes: () => writtenBytes,
    place: () => ({ stem, files: number, startedAt }),
    failure: () => failed,
    append: (bytes, atMs) => queue(text === null ? bytes.slice() : Buffer.from(text.feed(bytes, atMs))),
    typed(typed, atMs) {
      if (text !== null) queue(Buffer.from(text.type(typed, atMs)));
    },
    note(what, atMs) {
      if (text !== null) queue(Buffer.from(text.note(what, atMs)));
    },
    async end() {
      if (text !== null) queue(Buffer.from(text.flush(now())));
      while (writing !== null) await writing;
      await handle.close().catch(() => undefined);
    },
  });
}

/** Files are counted from 1. */
export function logPath(stem: string, { format }: Pick<LogOptions, 'format'>, number: number): string {
  const ending = format === 'text' ? 'log' : 'bin';
  return number === 1 ? `${stem}.${ending}` : `${stem}.${number}.${ending}`;
}

/** The file with its length, and whether its last line is unfinished. Failure: FILE_WRITE. */
async function openLogFile(
  path: string,
  goesOn: boolean,
): Promise<Result<{ handle: FileHandle; bytes: number; midLine: boolean }>> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // One that was taken away meanwhile begins anew, under its name.
    const handle = await open(path, goesOn ? 'a+' : 'ax', 0o600);
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    return ok({ handle, bytes: size, midLine: size > 0 && last[0] !== 0x0a });
  } catch (error) {
    return fail(failure('FILE_WRITE', { file: basename(path), why: fileReason(error) }));
  }
}
