import { crc32 } from 'node:zlib';
import { encodeFileInfo } from '../file-info.ts';
import { binaryConversion, flagsValue, frameType, subpacketEnd } from '../framing/constants.ts';
import { hexHeader } from '../framing/header-writer.ts';
import type { Phase } from '../phase.ts';
import type { SenderContext, SenderTurns } from './context.ts';

/** A ZRINIT this soon after the offer was said before it was heard. */
const staleInviteMs = 500;
const summedAtOnceBytes = 64 * 1024;

/** "ZFILE": offers file number `index` until the receiver says from where it wants it, or that it does not. */
export function createOffering(
  context: SenderContext,
  index: number,
  turns: Pick<SenderTurns, 'onPlaced' | 'onFileEnded'>,
): Phase {
  const { session, writer, wants, files } = context;
  const { step, clock } = session;
  const left = files.slice(index);
  const endOffset = left[0]?.bytes ?? 0;
  let offeredMs = 0;

  function offer(atMs: number): void {
    offeredMs = atMs;
    const [file] = left;
    if (file === undefined) return;
    const bytes = left.reduce((sum, { bytes }) => sum + bytes, 0);
    const info = encodeFileInfo(file, { files: left.length, bytes });
    writer.header(frameType.ZFILE, flagsValue(binaryConversion));
    writer.subpacket(info, 0, info.length, subpacketEnd.ZCRCW);
    step.send(writer.take());
  }
  function offerAgain(atMs: number): void {
    if (session.mayRepeat(atMs)) offer(atMs);
  }
  /** "ZCRC": of the first `upTo` bytes, or of all. It takes as long as reading them does. */
  function sum(upTo: number, offset: number, crc: number): void {
    const bytes = Math.min(summedAtOnceBytes, upTo - offset);
    if (bytes <= 0) step.send(hexHeader(frameType.ZCRC, crc));
    else
      wants.ask({ index, offset, bytes }, (content, atMs) => {
        clock.progress(atMs);
        const next = offset + content.length;
        sum(content.length < bytes ? next : upTo, next, crc32(content, crc));
      });
  }
  function begin(offset: number, atMs: number): void {
    // It has more than there is: what it has is another file.
    if (offset > endOffset) session.abort('too-many-errors', `wanted from ${offset} of ${endOffset}`);
    else {
      wants.drop();
      step.event({ type: 'file-started', index, offset });
      turns.onPlaced({ index, offset, endOffset, furthest: offset }, atMs);
    }
  }

  return {
    begin(atMs) {
      clock.progress(atMs);
      offer(atMs);
    },
    header({ type, value }, atMs) {
      if (type === frameType.ZRPOS) begin(value, atMs);
      if (type === frameType.ZSKIP) {
        wants.drop();
        turns.onFileEnded('skipped', 0, atMs);
      }
      if (type === frameType.ZCRC && !wants.open())
        sum(value === 0 ? endOffset : Math.min(value, endOffset), 0, 0);
      if (type === frameType.ZNAK) offerAgain(atMs);
      if (type === frameType.ZRINIT && atMs - offeredMs >= staleInviteMs) offerAgain(atMs);
    },
    due: offerAgain,
    deadlineMs: () => (wants.open() ? null : clock.dueMs()),
  };
}
