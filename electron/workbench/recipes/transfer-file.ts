import type { FileSink } from '#platform/transfer/file-ports.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import { receiveFiles, sendFiles, type TransferReport } from '#platform/transfer/run-transfer.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createFolderSink } from '../serial/transfers/folder-sink.ts';
import { machines } from '../serial/transfers/machine-table.ts';
import type { TransferFile, TransferOrder } from './ports.ts';

/** For a name of which nothing is left when what no file system takes is gone. */
const fallbackName = 'received.bin';

/** One file over a line. Failures: TRANSFER_…, FILE_READ, FILE_WRITE, RECIPE_STOPPED. */
export const transferFile: TransferFile = async (order) => {
  const report = order.direction === 'send' ? await sendOne(order) : await receiveOne(order);
  if (!report.ok) return report;
  const why = failureOf(report.value);
  if (why !== null) return fail(why);
  const file = report.value.files.at(-1);
  if (file === undefined) return fail(failure('TRANSFER_NOTHING'));
  if (file.outcome === 'skipped') return fail(failure('TRANSFER_SKIPPED', { file: file.name }));
  return ok({ name: file.name, bytes: file.bytes, retries: report.value.retries });
};

async function sendOne(
  order: Extract<TransferOrder, { direction: 'send' }>,
): Promise<Result<TransferReport>> {
  const { line, signal, onProgress, protocol, name } = order;
  const opened = await filesToSend([order.path]);
  if (!opened.ok) return opened;
  // An upload lies on disk under another name than the person knows.
  const files = opened.value.files.map((file) => ({ ...file, name }));
  const source = { ...opened.value, files };
  return sendFiles({ line, machine: machines[protocol].send(files), source, signal, onProgress });
}

async function receiveOne(
  order: Extract<TransferOrder, { direction: 'receive' }>,
): Promise<Result<TransferReport>> {
  const { line, signal, onProgress, protocol, name, folder } = order;
  const stored = createFolderSink({
    ...{ folder, name: fallbackName, resumes: false, onStored: () => undefined },
    askReplace: async () => 'keep-both',
  });
  // The recipe names the file; what the board calls it is its business.
  const sink: FileSink = { offer: (file) => stored.offer({ ...file, name }) };
  return receiveFiles({ line, machine: machines[protocol].receive(), sink, signal, onProgress });
}

/** A recipe looks itself whether a file whose last word is missing is whole. */
function failureOf({ end, detail }: TransferReport): Failure | null {
  switch (end) {
    case 'completed':
    case 'completed-unconfirmed':
      return null;
    case 'cancelled':
      return failure('RECIPE_STOPPED', {}, detail);
    case 'cancelled-by-peer':
      return failure('TRANSFER_CANCELLED_BY_PEER', {}, detail);
    case 'timeout':
      return failure('TRANSFER_NO_ANSWER', {}, detail);
    case 'too-many-errors':
      return failure('TRANSFER_TOO_MANY_ERRORS', {}, detail);
  }
}
