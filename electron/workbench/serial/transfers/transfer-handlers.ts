import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../../bridge/host.ts';
import type { FileShelf } from '../../files/file-shelf.ts';
import type { Dialogs } from '../../ports.ts';
import { carriesOneFile } from './machine-table.ts';
import type { Transfers } from './transfers.ts';

type TransferHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `serial.transfer${string}`>>;

/** A file without a name of its own. */
const namelessFile = 'received.bin';

export function createTransferHandlers(deps: {
  transfers: Transfers;
  files: FileShelf;
  dialogs: Dialogs | null;
}): TransferHandlers {
  const { transfers, files, dialogs } = deps;
  const unfit = () => fail(failure('SERIAL_ANSWER_UNFIT'));

  const receivedFile = (transferId: string, index: number): Result<string> => {
    const found = transfers.find(transferId);
    if (!found.ok) return found;
    const path = found.value.stored(index);
    return path === null ? fail(failure('SERIAL_TRANSFER_UNKNOWN')) : ok(path);
  };

  return {
    'serial.transfers': async () => ok(transfers.list()),
    async 'serial.transferSend'({ id, protocol, fileTokens }) {
      const tooMany = carriesOneFile(protocol) && fileTokens.length > 1;
      return tooMany
        ? fail(failure('SERIAL_ONE_FILE', { protocol }))
        : transfers.send(id, protocol, fileTokens);
    },
    'serial.transferReceive': async ({ id, protocol, name }) =>
      transfers.receive(id, protocol, name ?? namelessFile),
    async 'serial.transferCancel'({ transferId }) {
      const found = transfers.find(transferId);
      if (!found.ok) return found;
      found.value.cancel();
      return ok(found.value.view());
    },
    async 'serial.transferAnswer'({ transferId, answer, fileTokens }) {
      const found = transfers.find(transferId);
      if (!found.ok) return found;
      const { question, direction } = found.value.view();
      if (question?.kind === 'start') {
        if (answer === 'refuse') return ok(await transfers.refuse(found.value));
        if (answer !== 'accept' || (direction === 'send' && fileTokens.length === 0)) return unfit();
        return transfers.accept(found.value, namelessFile, fileTokens);
      }
      if (answer === 'accept' || answer === 'refuse') return unfit();
      const answered = found.value.answerReplace(answer);
      return answered.ok ? ok(found.value.view()) : answered;
    },
    'serial.transferDismiss': async ({ transferId }) => transfers.dismiss(transferId),
    async 'serial.transferReveal'({ transferId, index }) {
      const path = receivedFile(transferId, index);
      if (!path.ok) return path;
      if (dialogs === null) return fail(failure('DESKTOP_ONLY', { what: 'Showing a file' }));
      await dialogs.reveal(path.value);
      return ok(null);
    },
    async 'serial.transferOpen'({ transferId, index }) {
      const path = receivedFile(transferId, index);
      return path.ok ? files.adoptPath(path.value) : path;
    },
  };
}
