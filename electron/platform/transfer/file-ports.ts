import type { Result } from '#shared/result.ts';
import type { OfferedFile } from './machine.ts';

/** A file that is to be sent, as it is announced. */
export interface FileToSend {
  /** Base name. */
  name: string;
  bytes: number;
  /** UTC epoch milliseconds. */
  modifiedMs: number | null;
}

/** Where a sender gets its content from. */
export interface FileSource {
  readonly files: readonly FileToSend[];
  /** Opens file number `index`. Fails with FILE_READ. */
  open(index: number): Promise<Result<OpenFile>>;
}

export interface OpenFile {
  /** Fewer than `bytes` only at the end of the file. Fails with FILE_READ. */
  read(offset: number, bytes: number): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

/** Where a receiver puts what arrives. */
export interface FileSink {
  /** Decides about one file before any of it arrives. A failure ends the whole transfer; a refusal skips this file. */
  offer(file: OfferedFile): Promise<Result<Offered>>;
}

export type Offered =
  /** `offset` > 0: goes on with what is there already (ZMODEM only). */
  { take: 'accept'; offset: number; name: string; writer: FileWriter } | { take: 'skip'; name: string };

export interface FileWriter {
  /** In order. Fails with DISK_FULL, FILE_WRITE or TRANSFER_TOO_LARGE; nothing more may be written then. */
  write(bytes: Uint8Array): Promise<Result<void>>;
  /** The file is whole: makes it durable under its name, before the peer is told. Fails as `write` does. */
  end(): Promise<Result<void>>;
  /** The file will not become whole. Never fails. */
  abandon(): Promise<void>;
}
