import type { ByteLine } from '#platform/serial/byte-line.ts';
import type { RecipeLineSettings } from '#shared/recipes/recipe.ts';
import type { RecipeProtocol } from '#shared/recipes/step.ts';
import type { Result } from '#shared/result.ts';

/** A borrowed line, with what a recipe wants of it beyond bytes. Failures of the controls: those of the serial ports. */
export interface RecipeLine {
  line: ByteLine;
  setBaudRate(baudRate: number): Promise<Result<void>>;
  setSignals(signals: { dtr?: boolean | undefined; rts?: boolean | undefined }): Promise<Result<void>>;
  sendBreak(ms: number): Promise<Result<void>>;
  /** Gives it back, or closes it. Never rejects. */
  release(): Promise<void>;
}

/** `by` is who has the port, for others who want it: `recipe U-Boot: load an image`. */
export type OpenRecipeLine = (order: {
  port: string;
  settings: RecipeLineSettings;
  by: string;
}) => Promise<Result<RecipeLine>>;

interface CommonOrder {
  line: ByteLine;
  protocol: RecipeProtocol;
  /** What the peer is told, or what a file without a name is called. */
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

/** Fails when the file did not arrive whole, for whatever reason. */
export type TransferFile = (order: TransferOrder) => Promise<Result<{ bytes: number; retries: number }>>;
