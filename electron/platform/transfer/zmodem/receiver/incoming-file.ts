export interface IncomingFile {
  /** Everything before it has arrived. */
  position(): number;
  /** Whether a frame is open whose content is known to fit. */
  inFrame(): boolean;
  /** A frame begins at `offset`; false when something is missing in between. */
  open(offset: number): boolean;
  /** The frame is over, or lost. */
  close(): void;
  /** The part of the next subpacket that was not there yet; null when no frame is open. */
  take(content: Uint8Array): Uint8Array | null;
}

/**
 * Where an arriving file stands. A frame may begin before what is there already, when the sender was asked twice: what is
 * known is passed over instead of asking a third time.
 */
export function createIncomingFile(offset: number): IncomingFile {
  let position = offset;
  let frameAt: number | null = null;

  return {
    position: () => position,
    inFrame: () => frameAt !== null,
    open(at) {
      frameAt = at <= position ? at : null;
      return frameAt !== null;
    },
    close() {
      frameAt = null;
    },
    take(content) {
      if (frameAt === null) return null;
      const fresh = content.subarray(position - frameAt);
      frameAt += content.length;
      position = Math.max(position, frameAt);
      return fresh;
    },
  };
}
