import { describe, expect, test } from 'vitest';
import { frameType, subpacketEnd } from '#platform/transfer/zmodem/framing/constants.ts';
import { createFrameReader, type Frame } from '#platform/transfer/zmodem/framing/frame-reader.ts';
import { createFrameWriter } from '#platform/transfer/zmodem/framing/frame-writer.ts';
import { hexHeader } from '#platform/transfer/zmodem/framing/header-writer.ts';
import { randomContent } from '../../../../../fakes/transfer-samples.ts';

const read = (bytes: Uint8Array, takesData = true): Frame[] => createFrameReader({ takesData }).read(bytes);
const { ZCRCE, ZCRCG, ZCRCW } = subpacketEnd;

function frame(content: Uint8Array, options = { wide: true, escapeControls: false }): Uint8Array {
  const writer = createFrameWriter();
  writer.use(options);
  writer.header(frameType.ZDATA, 0x11_13_18_8d);
  writer.subpacket(content, 0, 100, ZCRCG);
  writer.subpacket(content, 100, content.length, ZCRCW);
  return writer.take();
}
const seen = (content: Uint8Array, encoding = 'binary32') => [
  { kind: 'header', type: frameType.ZDATA, value: 0x11_13_18_8d, encoding },
  { kind: 'subpacket', content: content.slice(0, 100), end: ZCRCG },
  { kind: 'subpacket', content: content.slice(100), end: ZCRCW },
];

describe('ZMODEM frames', () => {
  const everyByte = Uint8Array.from({ length: 1_024 }, (_, at) => at % 256);

  test.each([
    { what: 'CRC-32', wide: true, escapeControls: false, encoding: 'binary32' },
    { what: 'CRC-16', wide: false, escapeControls: false, encoding: 'binary16' },
    { what: 'every control character escaped', wide: true, escapeControls: true, encoding: 'binary32' },
  ])('are read as they were written: $what', ({ encoding, ...options }) => {
    const bytes = frame(everyByte, options);
    expect(read(bytes)).toEqual(seen(everyByte, encoding));
    // "Link escape encoding": what a line or a modem may act on is never sent as it is.
    const forbidden = options.escapeControls
      ? (byte: number) => (byte & 0x7f) < 0x20 && byte !== 0x18
      : (byte: number) => [0x10, 0x11, 0x13, 0x90, 0x91, 0x93].includes(byte);
    expect(bytes.subarray(0, -1).some(forbidden)).toBe(false);
  });

  test('as lrzsz writes them: ZRQINIT and ZRINIT', () => {
    const [invitation, answer] = ['**\x18B00000000000000\r\x8a\x11', '**\x18B0100000023be50\r\x8a\x11'];
    expect(Buffer.from(hexHeader(frameType.ZRQINIT)).toString('latin1')).toBe(invitation);
    expect(Buffer.from(hexHeader(frameType.ZRINIT, 0x23000000)).toString('latin1')).toBe(answer);
  });

  test('cut between any two bytes', () => {
    const bytes = frame(everyByte);
    for (let at = 1; at < 300; at++) {
      const reader = createFrameReader({ takesData: true });
      const frames = [...reader.read(bytes.subarray(0, at)), ...reader.read(bytes.subarray(at))];
      expect(frames).toEqual(seen(everyByte));
    }
  });

  test('two in one piece, with garbage before and in between', () => {
    const noise = Buffer.from('login: *\x18 **\x18X\xff', 'latin1');
    const bytes = Buffer.concat([noise, frame(everyByte), noise, hexHeader(frameType.ZEOF, 1_024)]);
    expect(read(bytes)).toEqual([
      ...seen(everyByte),
      { kind: 'header', type: frameType.ZEOF, value: 1_024, encoding: 'hex' },
    ]);
  });

  test('flow control that a modem puts in between is passed over', () => {
    const bytes = Array.from(frame(everyByte)).flatMap((byte, at) =>
      at % 3 === 0 ? [byte, 0x11] : [byte, 0x93],
    );
    expect(read(Uint8Array.from(bytes))).toEqual(seen(everyByte));
  });

  test('hex headers get through a line with parity', () => {
    const bytes = hexHeader(frameType.ZRPOS, 123_456).map((byte) => byte | 0x80);
    expect(read(bytes)).toEqual([{ kind: 'header', type: frameType.ZRPOS, value: 123_456, encoding: 'hex' }]);
  });

  test('data after a hex header begins behind the end of its line', () => {
    const writer = createFrameWriter();
    writer.subpacket(everyByte, 0, 20, ZCRCW);
    const bytes = Buffer.concat([hexHeader(frameType.ZSINIT), writer.take()]);
    expect(read(bytes)[1]).toEqual({ kind: 'subpacket', content: everyByte.slice(0, 20), end: ZCRCW });
  });

  test.each([true, false])('any flipped bit is noticed, CRC-32: %s', (wide) => {
    const content = randomContent(60);
    const writer = createFrameWriter();
    writer.use({ wide, escapeControls: false });
    writer.header(frameType.ZDATA, 0);
    const headerBytes = writer.take();
    writer.subpacket(content, 0, content.length, ZCRCE);
    const whole = Buffer.concat([headerBytes, writer.take()]);
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = Uint8Array.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const subpackets = read(bytes).filter(({ kind }) => kind === 'subpacket');
      // A bit of parity before the header does no harm; any other is noticed.
      const right = [{ kind: 'subpacket', content: Uint8Array.from(content), end: ZCRCE }];
      expect(subpackets).toEqual(bit === 7 || bit === 15 ? right : []);
    }
  });

  test('after damage the next header is found', () => {
    const bytes = frame(everyByte);
    bytes[50] = 0x2f;
    const frames = read(Buffer.concat([bytes, hexHeader(frameType.ZEOF, 7)]));
    expect(frames.map(({ kind }) => kind)).toEqual(['header', 'damaged', 'stray', 'header']);
  });

  test('a subpacket without end is given up', () => {
    const writer = createFrameWriter();
    writer.header(frameType.ZDATA, 0);
    const frames = read(Buffer.concat([writer.take(), Buffer.alloc(9_000, 0x55)]));
    expect(frames[1]).toEqual({ kind: 'damaged', what: 'subpacket', reason: 'noise', bytes: null });
  });

  test.each([
    { where: 'between frames', before: Buffer.from('abc') },
    { where: 'in a header', before: hexHeader(frameType.ZEOF).subarray(0, 9) },
    { where: 'in data', before: frame(everyByte).subarray(0, 60) },
  ])('five CAN in a row end it, four do not: $where', ({ before }) => {
    const heard = (cans: number) =>
      read(Buffer.concat([before, Buffer.alloc(cans, 0x18), Buffer.from('\b\b')])).map(({ kind }) => kind);
    expect(heard(8).at(-1)).toBe('cancel');
    expect(heard(5).at(-1)).toBe('cancel');
    expect(heard(4)).not.toContain('cancel');
  });

  test('content of nothing but CAN is no cancel', () => {
    expect(read(frame(Buffer.alloc(1_024, 0x18)))).toHaveLength(3);
  });

  test('who takes no data hears the next header after an echo of his own', () => {
    const bytes = Buffer.concat([frame(everyByte).subarray(0, 200), hexHeader(frameType.ZRPOS, 5)]);
    expect(read(bytes, false).at(-1)).toMatchObject({ type: frameType.ZRPOS, value: 5 });
  });
});
