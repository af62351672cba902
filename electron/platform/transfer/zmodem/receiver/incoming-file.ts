import { createKeptAhead } from './kept-ahead.ts';

export interface IncomingFile {
  /** Everything before it has arrived. */
  position(): number;
  /** What to ask for: the first byte that is missing, or where what was kept is proven. */
  wanted(): number;
  /** Where the content of the open frame ends so far: its sender waits for this to be acknowledged, nothing else. */
  frameEnd(): number | null;
  /** Whether a frame is open whose content is known to fit. */
  inFrame(): boolean;
  /** A frame begins at `offset`; false when something is missing in between. */
  open(offset: number): boolean;
  /** The frame is over, or lost. */
  close(): void;
  /** What of the file is there now that was not before, by the next subpacket; null when no frame is open. */
  take(content: Uint8Array): Uint8Array | null;
  /** The next subpacket of the open frame is damaged, and as long as given, if that is known. The frame is lost. */
  lose(bytes: number | null): void;
  /** A subpacket behind the one that was lost, in the same frame. */
  keep(content: Uint8Array): void;
  /** Any header: another frame. */
  stopKeeping(): void;
  /** The sender waits: what was kept may be used from now on. True when it should go on elsewhere, at `wanted`. */
  jump(): boolean;
}

/**
 * Where an arriving file stands. A frame may begin before what is there already, when the sender was asked twice: what is
 * known is passed over instead of asking a third time.
 */
/**
 * Where an arriving file stands. A frame may begin before what is there already, when the sender was asked twice: what is
 * known is passed over instead of asking a third time.
 */
export function createIncomingFile(offset: number): IncomingFile {
  const ahead = createKeptAhead();
  let position = offset;
  let frameAt: number | null = null;
  /** Where the sender was asked to go on beyond `position`, to prove what was kept. */
  let jumpedTo: number | null = null;

  function prove(content: Uint8Array): Uint8Array {
    const proven = ahead.proven(position, content);
    jumpedTo = null;
    ahead.begin(position, null);
    if (proven === null) {
      frameAt = null;
      return new Uint8Array();
    }
    position += proven.length + content.length;
    frameAt = position;
    return Buffer.concat([proven, content]);
  }

  return {
    position: () => position,
    wanted: () => jumpedTo ?? position,
    frameEnd: () => frameAt,
    inFrame: () => frameAt !== null,
    open(at) {
      frameAt = at <= position || at === jumpedTo ? at : null;
      if (at <= position) jumpedTo = null;
      return frameAt !== null;
    },
    close() {
      frameAt = null;
    },
    take(content) {
      if (frameAt === null) return null;
      ahead.measure(content.length);
      if (frameAt === jumpedTo) return prove(content);
      const fresh = content.subarray(position - frameAt);
      frameAt += content.length;
      position = Math.max(position, frameAt);
      return fresh;
    },
    lose(bytes) {
      // What proves is lost itself: the proof is asked for again.
      if (frameAt !== null && frameAt !== jumpedTo) ahead.begin(frameAt, bytes);
      frameAt = null;
    },
    keep: ahead.add,
    stopKeeping: ahead.stop,
    jump() {
      jumpedTo = ahead.resumeAt(position);
      return jumpedTo !== null;
    },
  };
}
