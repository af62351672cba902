import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { LineControl } from '#platform/serial/line-control.ts';
import type { LineSettings } from '#shared/bridge/serial-ports.ts';
import type { RecipeProtocol } from '#shared/recipes/step.ts';
import type { Result } from '#shared/result.ts';

/** A serial port that is lent for a run: bytes, and what else a recipe wants of it. */
export type RecipeLine = ByteLine &
  Pick<LineControl, 'changeRate' | 'setSignals' | 'sendBreak'> & {
    /** Never rejects. */
    handBack(): Promise<void>;
  };

/** `by` is who has the port, for others who want it: `recipe U-Boot: load an image`. Failures: SERIAL_… */
export type OpenRecipeLine = (order: {
  port: string;
  settings: LineSettings;
  by: string;
}) => Promise<Result<RecipeLine>>;

interface CommonOrder {
  line: ByteLine;
  protocol: RecipeProtocol;
  /** What the peer is told, or what the received file is called here, whatever the peer calls it. */
  name: string;
  signal: AbortSignal;
  onProgress(progress: RecipeProgress): void;
}

export type TransferOrder =
  | (CommonOrder & { direction: 'send'; path: string })
  /** Into this folder; what is there is not replaced. */
  | (CommonOrder & { direction: 'receive'; folder: string });

export interface RecipeProgress {
  bytes: number;
  totalBytes: number | null;
  /** Over the last 3 s. */
  bytesPerSecond: number;
  secondsLeft: number | null;
  retries: number;
}

export interface TransferDone {
  /** As it was sent or stored. */
  name: string;
  bytes: number;
  retries: number;
}

/** Fails when the file did not arrive whole, for whatever reason. */
export type TransferFile = (order: TransferOrder) => Promise<Result<TransferDone>>;
