import type { TransferProtocol } from '#shared/gateway-api/console/transfer-api.ts';
import type { Result } from '#shared/result.ts';
import type { FileSink, FileSource } from '../transfer/file-ports.ts';
import type { ReceivingMachine, SendingMachine } from '../transfer/machine.ts';
import { receiveFiles, sendFiles, type TransferReport } from '../transfer/run-transfer.ts';
import type { TransferProgress } from '../transfer/transfer-progress.ts';
import { createYmodemReceiver } from '../transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '../transfer/ymodem/ymodem-sender.ts';
import { createZmodemReceiver } from '../transfer/zmodem/receiver/receiver.ts';
import { createZmodemSender } from '../transfer/zmodem/sender/sender.ts';
import type { LentLine } from './lent-line.ts';

interface LinkTransferOptions {
  protocol: TransferProtocol;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: TransferProgress) => void) | undefined;
}

/** Both ends know the file already: nobody waits longer than the link itself would. */
const stallMs = 30_000;

/** Sends over a line that was lent, and gives it back whatever happens. Fails as {@link sendFiles}. */
export const sendOverLink = (
  lent: LentLine,
  options: LinkTransferOptions & { source: FileSource },
): Promise<Result<TransferReport>> =>
  onLine(lent, options, (common) =>
    sendFiles({ ...common, source: options.source, machine: sender(options.protocol, options.source) }),
  );

/** Receives over a line that was lent, and gives it back whatever happens. Fails as {@link receiveFiles}. */
export const receiveOverLink = (
  lent: LentLine,
  options: LinkTransferOptions & { sink: FileSink },
): Promise<Result<TransferReport>> =>
  onLine(lent, options, (common) =>
    receiveFiles({ ...common, sink: options.sink, machine: receiver(options.protocol) }),
  );

async function onLine(
  lent: LentLine,
  { signal, onProgress }: LinkTransferOptions,
  transfer: (common: {
    line: LentLine['line'];
    signal: AbortSignal;
    stallMs: number;
    onProgress?: (progress: TransferProgress) => void;
  }) => Promise<Result<TransferReport>>,
): Promise<Result<TransferReport>> {
  try {
    return await transfer({
      line: lent.line,
      signal: signal === undefined ? lent.signal : AbortSignal.any([signal, lent.signal]),
      stallMs,
      ...(onProgress !== undefined && { onProgress }),
    });
  } finally {
    lent.giveBack();
  }
}

const sender = (protocol: TransferProtocol, { files }: FileSource): SendingMachine =>
  protocol === 'zmodem' ? createZmodemSender({ files, startCommand: '' }) : createYmodemSender({ files });

const receiver = (protocol: TransferProtocol): ReceivingMachine =>
  protocol === 'zmodem' ? createZmodemReceiver() : createYmodemReceiver();
