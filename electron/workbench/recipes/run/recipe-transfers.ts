import type { ByteLine } from '#platform/serial/byte-line.ts';
import { failure } from '#shared/errors/failure.ts';
import type { RecipeProgress, TransferFile } from '../ports.ts';
import { createHeldLine } from './held-line.ts';
import type { RunAnswer, RunAsk } from './machine.ts';
import { spokenBehind } from './spoken-behind.ts';
import { asLatin1 } from './unread.ts';

type FileAsk = Extract<RunAsk, { heard: Uint8Array }>;
export type TransferAnswer = Extract<RunAnswer, { to: 'done' }>;

/** The file transfers of one run. */
export interface RecipeTransfers {
  start(ask: FileAsk, line: ByteLine): RunningTransfer;
}

export interface RunningTransfer {
  arrive(bytes: Uint8Array): void;
  cancel(): void;
  /** Never rejects. */
  ended: Promise<TransferAnswer>;
  /** What the peer said in words behind the protocol's last byte, e.g. U-Boot's count of bytes. `whole`: the file went over. */
  spoken(whole: boolean): Uint8Array;
}

export interface RecipeTransfersDeps {
  transfer: TransferFile;
  /** Path and name of the file that a variable stands for. */
  fileOf(variable: string): { path: string; name: string };
  /** Where received files go. */
  receivedFolder: string;
  onProgress(progress: RecipeProgress | null): void;
}

/** A boot loader's summary has some hundred bytes. */
const spokenBytes = 4_096;

export function createRecipeTransfers(deps: RecipeTransfersDeps): RecipeTransfers {
  function orderOf(ask: FileAsk) {
    if (ask.ask === 'receive-file') {
      return { direction: 'receive', folder: deps.receivedFolder, name: ask.name } as const;
    }
    const { path, name } = deps.fileOf(ask.variable);
    return { direction: 'send', path, name: ask.sendAs ?? name } as const;
  }
  async function transfer(ask: FileAsk, line: ByteLine, signal: AbortSignal): Promise<TransferAnswer> {
    const common = { line, protocol: ask.protocol, signal, onProgress: deps.onProgress };
    const done = await deps.transfer({ ...common, ...orderOf(ask) });
    deps.onProgress(null);
    if (!done.ok) return { to: 'done', failure: done.failure };
    const { name, bytes } = done.value;
    const did = ask.ask === 'send-file' ? 'sent as' : 'stored as';
    return { to: 'done', failure: null, note: `${did} ${name}, ${bytes} bytes` };
  }

  return {
    start(ask, line) {
      const cancelled = new AbortController();
      const held = createHeldLine(line, ask.heard);
      let heard = '';
      return {
        arrive(bytes) {
          heard = (heard + asLatin1(bytes)).slice(-spokenBytes);
          held.arrive(bytes);
        },
        cancel: () => cancelled.abort(),
        ended: transfer(ask, held.line, cancelled.signal).catch((error: unknown) => ({
          to: 'done',
          failure: failure('WORKBENCH_INTERNAL', {}, String(error)),
        })),
        spoken: (whole) => Buffer.from(spokenBehind(ask, heard, whole), 'latin1'),
      };
    },
  };
}
