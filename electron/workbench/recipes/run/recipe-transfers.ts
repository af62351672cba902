import type { ByteLine } from '#platform/serial/byte-line.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { RecipeProgress, TransferFile } from '../ports.ts';
import { createHeldLine } from './held-line.ts';
import type { RunAsk } from './machine.ts';
import { asLatin1 } from './unread.ts';

type FileAsk = Extract<RunAsk, { heard: Uint8Array }>;

/** The file transfers of one run. */
export interface RecipeTransfers {
  start(ask: FileAsk, line: ByteLine): RunningTransfer;
}

export interface RunningTransfer {
  arrive(bytes: Uint8Array): void;
  cancel(): void;
  /** Null: the file went over whole. Never rejects. */
  ended: Promise<Failure | null>;
  /** What the peer said in words behind the protocol's last byte, e.g. U-Boot's count of bytes. */
  spoken(): Uint8Array;
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
  async function transfer(ask: FileAsk, line: ByteLine, signal: AbortSignal): Promise<Failure | null> {
    const common = { line, protocol: ask.protocol, signal, onProgress: deps.onProgress };
    const done = await deps.transfer(
      ask.ask === 'send-file'
        ? { ...common, direction: 'send', ...deps.fileOf(ask.variable) }
        : { ...common, direction: 'receive', folder: deps.receivedFolder, name: ask.name },
    );
    deps.onProgress(null);
    return done.ok ? null : done.failure;
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
        ended: transfer(ask, held.line, cancelled.signal).catch((error: unknown) =>
          failure('WORKBENCH_INTERNAL', {}, String(error)),
        ),
        // Of a received file the last bytes may be content.
        spoken: () => Buffer.from(ask.ask === 'send-file' ? heard.slice(lastSign(heard) + 1) : '', 'latin1'),
      };
    },
  };
}

/** Where the last ACK, NAK or CAN stands; a "C" cannot be told from a letter. */
const lastSign = (heard: string): number =>
  Math.max(...['\x06', '\x15', '\x18'].map((sign) => heard.lastIndexOf(sign)));
