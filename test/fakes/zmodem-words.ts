import type { Step } from '#platform/transfer/machine.ts';
import { frameType, type SubpacketEnd, subpacketEnd } from '#platform/transfer/zmodem/framing/constants.ts';
import { createFrameReader } from '#platform/transfer/zmodem/framing/frame-reader.ts';
import { createFrameWriter } from '#platform/transfer/zmodem/framing/frame-writer.ts';
import { hexHeader } from '#platform/transfer/zmodem/framing/header-writer.ts';

export type FrameName = keyof typeof frameType;

/** A hex header, as a receiver says it. */
export const word = (name: FrameName, value = 0): Uint8Array => hexHeader(frameType[name], value);

/** A binary header with CRC-32 and one subpacket. */
export function framed(
  name: FrameName,
  value: number,
  content: Uint8Array,
  end: SubpacketEnd = subpacketEnd.ZCRCW,
): Uint8Array {
  const writer = createFrameWriter();
  writer.use({ wide: true, escapeControls: false });
  writer.header(frameType[name], value);
  writer.subpacket(content, 0, content.length, end);
  return writer.take();
}

/** What a step sends, in words: `ZRPOS 512`, `1024 bytes W`, `CAN`. */
export function said(step: Step): string[] {
  const nameOf = (type: number) => Object.entries(frameType).find(([, value]) => value === type)?.[0] ?? '?';
  return createFrameReader({ takesData: true })
    .read(Buffer.concat(step.send))
    .map((frame) => {
      if (frame.kind === 'header') return `${nameOf(frame.type)} ${frame.value}`;
      if (frame.kind === 'subpacket')
        return `${frame.content.length} bytes ${'EGQW'[frame.end - subpacketEnd.ZCRCE]}`;
      return frame.kind === 'cancel' ? 'CAN' : 'damaged';
    });
}
