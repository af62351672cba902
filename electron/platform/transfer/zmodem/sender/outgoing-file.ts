import { frameType, type SubpacketEnd, subpacketEnd } from '../framing/constants.ts';
import type { FrameWriter } from '../framing/frame-writer.ts';
import type { Pace } from './pace.ts';
import type { Window } from './window.ts';

export interface OutgoingFile {
  /** Everything before it has been written. */
  sent(): number;
  endOffset(): number;
  /** How much more may be written now, with everything before `confirmed` known to have arrived. */
  room(confirmed: number): number;
  /**
   * Writes what comes next, in a frame of its own or in the open one. `asked`: less content than that is all there is.
   * True when the receiver has to be waited for.
   */
  write(content: Uint8Array, asked: number, nowMs: number): boolean;
  /** Ends the open frame, if there is one, without an answer. */
  closeFrame(): void;
  /** What is written next starts here, and waits for an answer soon. */
  goBack(offset: number): void;
  /** The receiver is to be waited for after the next content, to know that it still follows. */
  sync(): void;
  /** It has been waited for. */
  synced(): void;
}

export interface OutgoingOptions {
  writer: FrameWriter;
  pace: Pace;
  window: Window;
  offset: number;
  endOffset: number;
  /** The receiver wants to be waited for after so many bytes; null: it never does. */
  segmentBytes: number | null;
}

const nothing = new Uint8Array();

/** How content becomes subpackets, and how each of them ends ("Data subpackets"). */
export function createOutgoingFile(options: OutgoingOptions): OutgoingFile {
  const { writer, pace, window, segmentBytes } = options;
  let { offset: sent, endOffset } = options;
  let frameOpen = false;
  let syncing = false;
  let unsampled = 0;
  let segmentLeft = segmentBytes ?? Number.POSITIVE_INFINITY;

  // What an earlier file was waiting for says nothing about this one.
  window.reset();
  function howToEnd(bytes: number, isLast: boolean): SubpacketEnd {
    if (sent + bytes === endOffset) return subpacketEnd.ZCRCE;
    if (isLast && (syncing || segmentLeft <= bytes)) return subpacketEnd.ZCRCW;
    if (segmentBytes === null && window.sampleDue(unsampled + bytes)) return subpacketEnd.ZCRCQ;
    return subpacketEnd.ZCRCG;
  }
  function writeSubpacket(content: Uint8Array, from: number, to: number, nowMs: number): SubpacketEnd {
    const bytes = to - from;
    const end = howToEnd(bytes, to === content.length);
    writer.subpacket(content, from, to, end);
    sent += bytes;
    unsampled += bytes;
    segmentLeft -= bytes;
    frameOpen = end === subpacketEnd.ZCRCG || end === subpacketEnd.ZCRCQ;
    if (end === subpacketEnd.ZCRCQ || end === subpacketEnd.ZCRCW) {
      window.sampled(sent, nowMs);
      unsampled = 0;
    }
    return end;
  }
  function closeFrame(): void {
    if (frameOpen) writer.subpacket(nothing, 0, 0, subpacketEnd.ZCRCE);
    frameOpen = false;
  }
  function startSegment(): void {
    segmentLeft = segmentBytes ?? Number.POSITIVE_INFINITY;
  }

  return {
    sent: () => sent,
    endOffset: () => endOffset,
    room(confirmed) {
      const ahead = segmentBytes === null ? window.room(sent - confirmed) : segmentLeft;
      const piece = syncing ? pace.subpacketBytes() : pace.readBytes();
      return Math.min(ahead, piece, endOffset - sent);
    },
    write(content, asked, nowMs) {
      if (content.length < asked) endOffset = sent + content.length;
      if (content.length > 0 && !frameOpen) writer.header(frameType.ZDATA, sent);
      let end: SubpacketEnd = subpacketEnd.ZCRCG;
      for (let at = 0; at < content.length; ) {
        const to = Math.min(content.length, at + pace.subpacketBytes());
        end = writeSubpacket(content, at, to, nowMs);
        at = to;
      }
      pace.sent(content.length);
      return end === subpacketEnd.ZCRCW;
    },
    closeFrame,
    goBack(offset) {
      window.reset();
      sent = offset;
      unsampled = 0;
      syncing = true;
      startSegment();
    },
    sync() {
      syncing = true;
    },
    synced() {
      syncing = false;
      startSegment();
    },
  };
}
