import { join } from 'node:path';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { EventBus } from '../../bridge/event-bus.ts';
import type { FileShelf } from '../../files/file-shelf.ts';
import type { Consoles } from '../consoles.ts';
import type { SerialConsole } from '../serial-console.ts';
import { type ConsoleTransfer, createConsoleTransfer } from './console-transfer.ts';
import { maxFileBytes } from './machine-table.ts';
import { openShelfSource } from './shelf-source.ts';

type Given = Pick<SerialTransfer, 'protocol' | 'direction'>;

/** File transfers of all consoles: the running one of each, or its last. */
export interface Transfers {
  list(): SerialTransfer[];
  /** Failure: SERIAL_TRANSFER_UNKNOWN. */
  find(transferId: string): Result<ConsoleTransfer>;
  send(
    id: string,
    protocol: SerialTransfer['protocol'],
    tokens: readonly string[],
  ): Promise<Result<SerialTransfer>>;
  receive(id: string, protocol: SerialTransfer['protocol'], name: string): Result<SerialTransfer>;
  /** The device began: asks the user, unless the console is busy or asks already. */
  ask(on: SerialConsole, direction: SerialTransfer['direction']): void;
  /** Forgets one that has ended. Failures: SERIAL_TRANSFER_UNKNOWN, SERIAL_ANSWER_UNFIT. */
  dismiss(transferId: string): Result<null>;
  /** The user wants what was asked. */
  accept(transfer: ConsoleTransfer, name: string, tokens: readonly string[]): Promise<Result<SerialTransfer>>;
  /** The user does not, and the program at the other end is told to stop. */
  refuse(transfer: ConsoleTransfer): Promise<SerialTransfer>;
}

/** ZMODEM's abort sequence: CAN five times and more, then backspaces for a shell that got them. */
const cancelSequence = Uint8Array.of(...Array<number>(8).fill(0x18), ...Array<number>(10).fill(0x08));

export function createTransfers(deps: {
  consoles: Consoles;
  files: FileShelf;
  /** Of logs; received files lie in `received/` below. */
  folder: () => string;
  bus: EventBus;
  now: () => number;
}): Transfers {
  const { consoles, files, bus, now } = deps;
  const transfers = new Map<string, ConsoleTransfer>();

  const create = (on: SerialConsole, given: Given & { asks: boolean }): ConsoleTransfer =>
    createConsoleTransfer({
      ...{ on, folder: join(deps.folder(), 'received'), now, ...given },
      onChange: (view) => bus.emit('serial.transferChanged', view),
    });

  function keep(created: ConsoleTransfer): SerialTransfer {
    transfers.set(created.view().consoleId, created);
    return created.view();
  }

  function find(transferId: string): Result<ConsoleTransfer> {
    const found = [...transfers.values()].find((each) => each.view().id === transferId);
    return found === undefined ? fail(failure('SERIAL_TRANSFER_UNKNOWN')) : ok(found);
  }

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

  async function sendOn(
    transfer: ConsoleTransfer,
    tokens: readonly string[],
  ): Promise<Result<SerialTransfer>> {
    const source = await openShelfSource(files, tokens);
    if (!source.ok) return source;
    const limit = maxFileBytes(transfer.view().protocol);
    const large = source.value.files.find((file) => file.bytes > limit);
    const started =
      large === undefined
        ? transfer.send(source.value)
        : fail(failure('TRANSFER_TOO_LARGE', { file: large.name, limit }));
    if (started.ok) return ok(keep(transfer));
    await source.value.release();
    return started;
  }

  function receiveOn(transfer: ConsoleTransfer, name: string): Result<SerialTransfer> {
    const started = transfer.receive(name);
    return started.ok ? ok(keep(transfer)) : started;
  }

  return {
    list() {
      for (const id of transfers.keys()) if (!consoles.find(id).ok) transfers.delete(id);
      return [...transfers.values()].map((each) => each.view());
    },
    find,
    dismiss(transferId) {
      const found = find(transferId);
      if (!found.ok) return found;
      const { state, consoleId } = found.value.view();
      if (state !== 'ended') return fail(failure('SERIAL_ANSWER_UNFIT'));
      transfers.delete(consoleId);
      bus.emit('serial.transferDismissed', { transferId });
      return ok(null);
    },
    async send(id, protocol, tokens) {
      const on = findFree(id);
      return on.ok ? sendOn(create(on.value, { protocol, direction: 'send', asks: false }), tokens) : on;
    },
    receive(id, protocol, name) {
      const on = findFree(id);
      return on.ok ? receiveOn(create(on.value, { protocol, direction: 'receive', asks: false }), name) : on;
    },
    ask(on, direction) {
      const last = transfers.get(on.id);
      if (last !== undefined && last.view().state !== 'ended') return;
      if (!on.readyForTask().ok) return;
      bus.emit('serial.transferChanged', keep(create(on, { protocol: 'zmodem', direction, asks: true })));
    },
    accept: async (transfer, name, tokens) =>
      transfer.view().direction === 'send' ? sendOn(transfer, tokens) : receiveOn(transfer, name),
    async refuse(transfer) {
      transfer.cancel();
      const on = consoles.find(transfer.view().consoleId);
      if (on.ok) await on.value.write(cancelSequence);
      return transfer.view();
    },
  };
}
