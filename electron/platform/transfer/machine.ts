/**
 * What every file transfer protocol of a serial line looks like from outside: a state machine without I/O. It eats bytes and
 * time and says what to send, what arrived, what happened and when it wants to be asked again. No port, file, timer or log
 * inside; one runner puts a machine on a line.
 */
export interface TransferMachine {
  /** Once, before anything else. */
  start(nowMs: number): Step;
  /** Bytes from the line, cut anywhere. */
  feed(bytes: Uint8Array, nowMs: number): Step;
  /** The deadline of the last step has come. */
  tick(nowMs: number): Step;
  /** Ends the transfer as the protocol wants it; the last events tell the end. */
  cancel(nowMs: number): Step;
}

export interface SendingMachine extends TransferMachine {
  /** Answers the last `want` event. Fewer bytes than wanted only at the end of the file; none: the file ends there. */
  supply(bytes: Uint8Array, nowMs: number): Step;
}

export interface ReceivingMachine extends TransferMachine {
  /** Answers `file-offered`. `offset` > 0 goes on with a file that was begun before (ZMODEM only). */
  accept(offset: number, nowMs: number): Step;
  /** Answers `file-offered`: this file is not wanted; the others go on where the protocol can say so. */
  skip(nowMs: number): Step;
}

export interface Step {
  /** For the line, in this order. */
  send: readonly Uint8Array[];
  /** Content of the accepted file, in order. */
  data: readonly Uint8Array[];
  events: readonly TransferEvent[];
  /** `tick` at this time (clock of `nowMs`) unless something comes before; null: nothing to wait for, or ended. */
  deadlineMs: number | null;
}

/** A file as its sender announces it. */
export interface OfferedFile {
  /** As it was sent, unchecked: whoever stores it takes a safe base name. Empty where the protocol has no name (XMODEM). */
  name: string;
  bytes: number | null;
  /** UTC epoch milliseconds. */
  modifiedMs: number | null;
}

export const transferEnds = [
  'completed',
  /** Everything was sent, but the peer's last word is missing. */
  'completed-unconfirmed',
  'cancelled',
  'cancelled-by-peer',
  'timeout',
  'too-many-errors',
] as const;
export type TransferEnd = (typeof transferEnds)[number];

export type RetryReason = 'timeout' | 'checksum' | 'sequence' | 'refused' | 'noise';

export type TransferEvent =
  /** Receiver: waits for `accept` or `skip`. */
  | { type: 'file-offered'; file: OfferedFile }
  /** Sender: the peer takes file number `index` from `offset` on. */
  | { type: 'file-started'; index: number; offset: number }
  /** Sender: `supply` these; at most one is open. After an error `offset` may lie before what was supplied already. */
  | { type: 'want'; index: number; offset: number; bytes: number }
  /** Sender: the peer has confirmed everything up to here. */
  | { type: 'confirmed'; index: number; offset: number }
  /** `paddedBytes`: XMODEM's fill at the end that cannot be told from content. */
  | {
      type: 'file-ended';
      outcome: 'completed' | 'completed-unconfirmed' | 'skipped';
      bytes: number;
      paddedBytes: number;
    }
  | { type: 'retry'; reason: RetryReason; offset: number }
  /** Last. `detail`: what was seen, for the log. */
  | { type: 'ended'; end: TransferEnd; detail: string };
