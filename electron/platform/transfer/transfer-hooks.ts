import type { StepHooks } from './carry-out.ts';

export interface TransferredFile {
  /** As it was sent or stored. */
  name: string;
  outcome: 'completed' | 'completed-unconfirmed' | 'skipped';
  bytes: number;
  /** XMODEM's fill at the end that cannot be told from content. */
  paddedBytes: number;
}

/** What a direction adds to the machine's hooks. */
export interface TransferHooks extends StepHooks {
  readonly files: readonly TransferredFile[];
  /** Whatever is still open. */
  close(): Promise<void>;
}
