import { ok, type Result } from '#shared/result.ts';
import type { ByteLine } from '../serial/byte-line.ts';
import { driveMachine } from './drive-machine.ts';
import type { Ending } from './ending.ts';
import type { FileSink, FileSource } from './file-ports.ts';
import type { ReceivingMachine, SendingMachine, TransferMachine } from './machine.ts';
import { createReceivingHooks } from './receiving-hooks.ts';
import { createSendingHooks } from './sending-hooks.ts';
import type { TransferHooks, TransferredFile } from './transfer-hooks.ts';
import { createProgressReporter, type ProgressReporter, type TransferProgress } from './transfer-progress.ts';

interface TransferOptions {
  line: ByteLine;
  signal?: AbortSignal;
  onProgress?: (progress: TransferProgress) => void;
  /** See {@link driveMachine}. */
  stallMs?: number;
}

export interface TransferReport extends Ending {
  retries: number;
  /** Those that ended; one that was cut off is not among them. */
  files: readonly TransferredFile[];
}

/**
 * Sends the files of `source`. Every end of the protocol is a value; fails with TRANSFER_LINE_GONE or the source's
 * FILE_READ. `signal` cancels as the protocol wants it.
 */
export const sendFiles = (
  options: TransferOptions & { machine: SendingMachine; source: FileSource },
): Promise<Result<TransferReport>> =>
  run(options, (progress) => createSendingHooks(options.machine, options.source, progress));

/**
 * Receives files into `sink`. Every end of the protocol is a value; fails with TRANSFER_LINE_GONE or the sink's failure.
 * What was not received whole is abandoned, and what is kept of it is the sink's business.
 */
export const receiveFiles = (
  options: TransferOptions & { machine: ReceivingMachine; sink: FileSink },
): Promise<Result<TransferReport>> =>
  run(options, (progress) => createReceivingHooks(options.machine, options.sink, progress));

async function run(
  options: TransferOptions & { machine: TransferMachine },
  createHooks: (progress: ProgressReporter) => TransferHooks,
): Promise<Result<TransferReport>> {
  const { line, machine, signal, stallMs, onProgress = () => undefined } = options;
  const progress = createProgressReporter(onProgress);
  const hooks = createHooks(progress);
  try {
    const ended = await driveMachine({ line, machine, hooks, signal, stallMs });
    if (!ended.ok) return ended;
    return ok({ ...ended.value, retries: progress.retries(), files: hooks.files });
  } finally {
    progress.stop();
    await hooks.close();
  }
}
