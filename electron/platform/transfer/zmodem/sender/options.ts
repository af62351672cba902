import type { FileToSend } from '../../file-ports.ts';
import type { Patience } from '../retry-clock.ts';

export interface ZmodemSenderOptions {
  /** None larger than `zmodemLimits.fileBytes`. */
  files: readonly FileToSend[];
  /** Typed first, so that a shell at the other end starts its receiver. Default "rz" and CR. */
  startCommand?: string | undefined;
  /** Escapes every control character, for lines that act on them, also when the receiver does not ask for it. */
  escapeControls?: boolean | undefined;
  /** What the receiver has to say before it interrupts; needed only where the peer's side of the line wants it. Default none. */
  attention?: string | undefined;
  /** Most bytes sent ahead of the receiver's last word, default 1 MiB; how many really is found out. */
  windowBytes?: number | undefined;
  /** Uses CRC-32 where the receiver can, default true. */
  crc32?: boolean | undefined;
  patience?: Partial<Patience> | undefined;
}

const defaultPatience: Patience = { firstMs: 2_000, longestMs: 15_000, silenceMs: 60_000, retries: 20 };

export const senderPatience = (options: ZmodemSenderOptions): Patience => ({
  ...defaultPatience,
  ...options.patience,
});

export const defaultWindowBytes = 1024 * 1024;
