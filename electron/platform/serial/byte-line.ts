/**
 * The one seam to a cable: a source and a sink of bytes. Serial ports, TCP bridges, pseudo-terminals and pairs in memory look
 * alike from here.
 */
export interface ByteLine {
  /** For sentences: `/dev/ttyUSB0`, `COM3`, `10.0.0.7:2001`. */
  readonly name: string;
  /** Resolves when the line can take more; rejects with a {@link LineGone} when it is gone. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything written has left this machine. */
  drain(): Promise<void>;
  /** Every byte that arrives, as soon as it does, to every listener. Returns the function that ends it. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Once, also when it is gone already: closed by us, or pulled. Returns the function that ends it. */
  onClosed(listener: (why: LineGone) => void): () => void;
  /** Drains, leaves what was written time to go out, closes. Never rejects. */
  close(): Promise<void>;
}

/** Why a line is gone. */
export class LineGone extends Error {
  readonly reason: 'closed' | 'pulled' | 'failed';

  constructor(reason: LineGone['reason'], message: string) {
    super(message);
    this.name = 'LineGone';
    this.reason = reason;
  }
}
