import { basename } from 'node:path';
import { receiveFiles, sendFiles, type TransferReport } from '#platform/transfer/run-transfer.ts';
import type { SerialTransfer } from '#shared/bridge/serial-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { displayFolder } from '../../settings/settings.ts';
import type { BorrowedLine } from '../borrowed-line.ts';
import type { SerialConsole } from '../serial-console.ts';
import { createFolderSink, type ReplaceAnswer } from './folder-sink.ts';
import { machines } from './machine-table.ts';
import type { ShelfSource } from './shelf-source.ts';
import { createTransferCard } from './transfer-card.ts';
import { outcomeOf } from './transfer-result.ts';

/** One transfer on one console, from the question or the start to its result. */
export interface ConsoleTransfer {
  view(): SerialTransfer;
  /** Failures: SERIAL_NOT_OPEN, SERIAL_LINE_BUSY. The line is lent from here to the end. */
  send(source: ShelfSource): Result<null>;
  /** Failures as {@link send}. */
  receive(name: string): Result<null>;
  /** While running, or instead of starting. */
  cancel(): void;
  /** Of a `replace` question. Failure: SERIAL_ANSWER_UNFIT. */
  answerReplace(answer: ReplaceAnswer): Result<null>;
  /** Path of a received file, by its place in `files` of the view; null when it was skipped, or there is none. */
  stored(index: number): string | null;
}

export function createConsoleTransfer(deps: {
  on: SerialConsole;
  protocol: SerialTransfer['protocol'];
  direction: SerialTransfer['direction'];
  /** The device began; the user is asked first. */
  asks: boolean;
  /** Where received files go. */
  folder: string;
  now: () => number;
  onChange(view: SerialTransfer): void;
}): ConsoleTransfer {
  const { on, protocol, direction, now, onChange } = deps;
  const control = new AbortController();
  const stored = new Map<string, { path: string; bytes: number }>();
  let answer: ((answer: ReplaceAnswer) => void) | null = null;
  const folder = direction === 'receive' ? displayFolder(deps.folder) : null;
  const card = createTransferCard({
    consoleId: on.id,
    protocol,
    direction,
    asks: deps.asks,
    folder,
    now,
    onChange,
  });
  const { view, change, onProgress, end } = card;

  function begin(
    run: (line: BorrowedLine) => Promise<Result<TransferReport>>,
    after: () => Promise<void>,
  ): Result<null> {
    const lent = on.lend('a file transfer', { quiet: true });
    if (!lent.ok) return lent;
    change({ state: 'running', question: null });
    void finish(lent.value, run, after);
    return ok(null);
  }

  async function finish(
    line: BorrowedLine,
    run: (line: BorrowedLine) => Promise<Result<TransferReport>>,
    after: () => Promise<void>,
  ): Promise<void> {
    const result = await run(line).catch((error: unknown) =>
      // A mistake of ours in one transfer must not end the workbench.
      fail(failure('WORKBENCH_INTERNAL', {}, String(error))),
    );
    // Whoever still waits for an answer waits for nothing.
    answer?.('skip');
    // Before it is told: another transfer may begin at once.
    await line.handBack();
    // What was whole before the rest failed is there all the same.
    const before = [...stored].map(([name, { bytes }]) => ({
      name,
      bytes,
      paddedBytes: 0,
      outcome: 'completed' as const,
    }));
    end({ ...outcomeOf(result, direction), files: result.ok ? [...result.value.files] : before });
    await after();
  }

  function askReplace(file: {
    name: string;
    bytes: number | null;
    suggestedName: string;
  }): Promise<ReplaceAnswer> {
    change({ state: 'asking', question: { kind: 'replace', ...file } });
    return new Promise((resolve) => {
      answer = (given) => {
        answer = null;
        if (view().state === 'asking') change({ state: 'running', question: null });
        resolve(given);
      };
    });
  }

  return {
    view,
    send(source) {
      const machine = machines[protocol].send(source.files);
      const { signal } = control;
      return begin((line) => sendFiles({ line, machine, source, signal, onProgress }), source.release);
    },
    receive(name) {
      const sink = createFolderSink({
        ...{ folder: deps.folder, name, askReplace, resumes: protocol === 'zmodem' },
        onStored: (path, bytes) => void stored.set(basename(path), { path, bytes }),
      });
      const { signal } = control;
      const machine = machines[protocol].receive();
      return begin(
        (line) => receiveFiles({ line, machine, sink, signal, onProgress }),
        async () => undefined,
      );
    },
    cancel() {
      control.abort();
      answer?.('skip');
      if (view().question?.kind === 'start')
        end({ end: 'cancelled', summary: 'Refused. Nothing was transferred.' });
    },
    answerReplace(given) {
      if (answer === null) return fail(failure('SERIAL_ANSWER_UNFIT'));
      answer(given);
      return ok(null);
    },
    stored: (index) => stored.get(view().files[index]?.name ?? '')?.path ?? null,
  };
}
