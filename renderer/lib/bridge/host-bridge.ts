import type { Bridge } from '#shared/bridge/contract.ts';
import type { FileToken } from '#shared/bridge/files.ts';
import type { Result } from '#shared/result.ts';

/** How the screens reach the workbench host right now. */
export type Link =
  | { state: 'connecting' }
  | { state: 'open' }
  /** `nextTryAt` in epoch milliseconds; null while a try is under way. */
  | { state: 'lost'; since: number; nextTryAt: number | null };

export interface TakeFileOptions {
  signal?: AbortSignal;
  /** 0…1, only where bytes have to move (browser). */
  onProgress?(fraction: number): void;
}

/** The bridge plus what only the carrier knows: the state of the link, and how files come in and go out. */
export interface HostBridge extends Bridge {
  link(): Link;
  onLink(listener: () => void): () => void;
  /** Tries to reach the host at once instead of waiting for the next try. */
  retryNow(): void;
  /** Hands a file that the user dropped or picked to the host and answers with its token. */
  takeFile(file: File, options?: TakeFileOptions): Promise<Result<FileToken>>;
  /** Where the browser downloads the file behind a token; null where files are already on this computer. */
  downloadUrl(token: string): string | null;
}
