import type { TransferReport } from '#platform/transfer/run-transfer.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';

type Outcome = Pick<SerialTransfer, 'end' | 'failure' | 'summary'>;

/** How a transfer ended, in the words of its result card. */
export function outcomeOf(result: Result<TransferReport>, direction: SerialTransfer['direction']): Outcome {
  if (!result.ok) return failed('failed', result.failure);
  const { end, files } = result.value;
  switch (end) {
    case 'completed':
      return {
        end,
        failure: null,
        summary: `${counted(files)} ${direction === 'send' ? 'sent' : 'received'}.`,
      };
    case 'completed-unconfirmed': {
      const summary = `${counted(files)} sent, but the device did not confirm the end. Check the file there.`;
      return { end, failure: null, summary };
    }
    case 'cancelled':
      return { end, failure: null, summary: 'Cancelled. The device may hold a part of the file.' };
    case 'cancelled-by-peer':
      return failed(end, failure('TRANSFER_CANCELLED_BY_PEER', {}, result.value.detail));
    case 'timeout':
      return failed(end, failure('TRANSFER_NO_ANSWER', {}, result.value.detail));
    case 'too-many-errors':
      return failed(end, failure('TRANSFER_TOO_MANY_ERRORS', {}, result.value.detail));
  }
}

const failed = (end: Outcome['end'], why: Failure): Outcome => ({ end, failure: why, summary: why.message });

function counted(files: TransferReport['files']): string {
  const whole = files.filter((file) => file.outcome !== 'skipped');
  const bytes = whole.reduce((sum, file) => sum + file.bytes, 0);
  const skipped = files.length - whole.length;
  const what = `${whole.length} ${whole.length === 1 ? 'file' : 'files'}, ${bytes} bytes`;
  return skipped === 0 ? what : `${what} (${skipped} skipped)`;
}
