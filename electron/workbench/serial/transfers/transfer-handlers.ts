import { join } from 'node:path';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { EventBus } from '../../bridge/event-bus.ts';
import type { BridgeHandlers } from '../../bridge/host.ts';
import type { FileShelf } from '../../files/file-shelf.ts';
import type { Dialogs } from '../../ports.ts';
import type { Consoles } from '../consoles.ts';
import type { SerialConsole } from '../serial-console.ts';
import { type ConsoleTransfer, createConsoleTransfer } from './console-transfer.ts';
import { carriesOneFile } from './machine-table.ts';
import { openShelfSource } from './shelf-source.ts';
import { watchPrompts } from './watch-prompts.ts';

type TransferHandlers = Pick<BridgeHandlers, Extract<keyof BridgeHandlers, `serial.transfer${string}`>>;

/** A file without a name of its own. */
const namelessFile = 'received.bin';

/** File transfers of all consoles: the running one of each, or its last. */
export function createTransferHandlers(deps: {
  consoles: Consoles;
  files: FileShelf;
  dialogs: Dialogs | null;
  /** Of logs; received files lie in `received/` below. */
  folder: () => string;
  bus: EventBus;
  now: () => number;
}): { handlers: TransferHandlers; watch(opened: SerialConsole): void } {
  const { consoles, files, dialogs, bus, now } = deps;
  const transfers = new Map<string, ConsoleTransfer>();

  function create(
    on: SerialConsole,
    given: Pick<SerialTransfer, 'protocol' | 'direction'> & { asks: boolean },
  ): ConsoleTransfer {
    const folder = join(deps.folder(), 'received');
    return createConsoleTransfer({
      ...{ on, folder, now, ...given },
      onChange: (view) => bus.emit('serial.transferChanged', view),
    });
  }

  const keep = (created: ConsoleTransfer): SerialTransfer => {
    transfers.set(created.view().consoleId, created);
    return created.view();
  };

  /** Free for another transfer; a question that nobody answered gives way. */
  function findFree(id: string): Result<SerialConsole> {
    const found = consoles.find(id);
    if (!found.ok) return found;
    const able = found.value.readyForTask();
    if (!able.ok) return able;
    const last = transfers.get(id);
    if (last?.view().question?.kind === 'start') last.cancel();
    return found;
  }

  function find(transferId: string): Result<ConsoleTransfer> {
    const found = [...transfers.values()].find((each) => each.view().id === transferId);
    return found === undefined ? fail(failure('SERIAL_TRANSFER_UNKNOWN')) : ok(found);
  }

  async function sendOn(
    transfer: ConsoleTransfer,
    tokens: readonly string[],
  ): Promise<Result<SerialTransfer>> {
    const source = await openShelfSource(files, tokens);
    if (!source.ok) return source;
    const started = transfer.send(source.value);
    if (started.ok) return ok(transfer.view());
    await source.value.release();
    return started;
  }

  async function answerStart(
    transfer: ConsoleTransfer,
    answer: string,
    tokens: readonly string[],
  ): Promise<Result<SerialTransfer>> {
    const unfit = fail(failure('SERIAL_ANSWER_UNFIT'));
    if (answer === 'refuse') {
      const on = consoles.find(transfer.view().consoleId);
      transfer.cancel();
      // So that the program at the other end stops, too.
      if (on.ok) await on.value.write(cancelSequence);
      return ok(transfer.view());
    }
    if (answer !== 'accept') return unfit;
    if (transfer.view().direction === 'send') return tokens.length === 0 ? unfit : sendOn(transfer, tokens);
    const started = transfer.receive(namelessFile);
    return started.ok ? ok(transfer.view()) : started;
  }

  const receivedFile = (transferId: string, index: number): Result<string> => {
    const found = find(transferId);
    if (!found.ok) return found;
    const path = found.value.stored()[index];
    return path === undefined ? fail(failure('SERIAL_TRANSFER_UNKNOWN')) : ok(path);
  };

  const handlers: TransferHandlers = {
    async 'serial.transfers'() {
      for (const id of transfers.keys()) if (!consoles.find(id).ok) transfers.delete(id);
      return ok([...transfers.values()].map((each) => each.view()));
    },
    async 'serial.transferSend'({ id, protocol, fileTokens }) {
      const on = findFree(id);
      if (!on.ok) return on;
      if (carriesOneFile(protocol) && fileTokens.length > 1)
        return fail(failure('SERIAL_ONE_FILE', { protocol }));
      const source = await openShelfSource(files, fileTokens);
      if (!source.ok) return source;
      const created = create(on.value, { protocol, direction: 'send', asks: false });
      const started = created.send(source.value);
      if (started.ok) return ok(keep(created));
      await source.value.release();
      return started;
    },
    async 'serial.transferReceive'({ id, protocol, name }) {
      const on = findFree(id);
      if (!on.ok) return on;
      const created = create(on.value, { protocol, direction: 'receive', asks: false });
      const started = created.receive(name ?? namelessFile);
      return started.ok ? ok(keep(created)) : started;
    },
    async 'serial.transferCancel'({ transferId }) {
      const found = find(transferId);
      if (!found.ok) return found;
      found.value.cancel();
      return ok(found.value.view());
    },
    async 'serial.transferAnswer'({ transferId, answer, fileTokens }) {
      const found = find(transferId);
      if (!found.ok) return found;
      const question = found.value.view().question;
      if (question?.kind === 'start') return answerStart(found.value, answer, fileTokens);
      if (answer === 'accept' || answer === 'refuse') return fail(failure('SERIAL_ANSWER_UNFIT'));
      const answered = found.value.answerReplace(answer);
      return answered.ok ? ok(found.value.view()) : answered;
    },
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

  return {
    handlers,
    watch: (opened) =>
      watchPrompts(opened, (direction) => {
        const last = transfers.get(opened.id);
        if (last !== undefined && last.view().state !== 'ended') return;
        if (!opened.readyForTask().ok) return;
        const asked = create(opened, { protocol: 'zmodem', direction, asks: true });
        bus.emit('serial.transferChanged', keep(asked));
      }),
  };
}

/** ZMODEM's abort sequence: CAN five times and more, then backspaces for a shell that got them. */
const cancelSequence = Uint8Array.of(...Array<number>(8).fill(0x18), ...Array<number>(10).fill(0x08));
