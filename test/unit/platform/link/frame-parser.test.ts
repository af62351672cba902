import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameParser } from '../../../../electron/platform/link/frame-parser.ts';
import { writeFrame } from '../../../../electron/platform/link/frame-writer.ts';
import {
  escapedOctets,
  escapeOctet,
  flagOctet,
} from '../../../../shared/gateway-api/console/frame-constants.ts';

const content = fc.uint8Array({ minLength: 1, maxLength: 300 });
/** What people type and what lines add; no address octet. */
const typed = fc.uint8Array({ max: 0xfe, maxLength: 20 });

/** The bytes in pieces of the given lengths. */
function* cut(bytes: Uint8Array, lengths: readonly number[]) {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  yield bytes.subarray(at);
}

function parse(chunks: Iterable<Uint8Array>) {
  const parser = createFrameParser();
  const frames: Uint8Array[] = [];
  const outside: number[] = [];
  for (const chunk of chunks) {
    const parsed = parser.feed(chunk);
    frames.push(...parsed.frames);
    outside.push(...parsed.outside);
  }
  return { frames, outside: Buffer.from(outside) };
}

test('frames come out as they went in, however the line cuts them', () => {
  fc.assert(
    fc.property(
      fc.array(content, { maxLength: 6 }),
      fc.array(fc.nat(40), { maxLength: 60 }),
      (contents, cuts) => {
        const wire = Buffer.concat(contents.map(writeFrame));
        const { frames, outside } = parse(cut(wire, cuts));
        expect(frames).toEqual(contents);
        expect(outside).toHaveLength(0);
      },
    ),
  );
});

test('no octet that flow control or ZMODEM takes for its own is on the line', () => {
  fc.assert(
    fc.property(content, (given) => {
      const inner = writeFrame(given).subarray(1, -1);
      for (const octet of escapedOctets) {
        if (octet !== 0x7d) expect(inner.includes(octet)).toBe(false);
      }
    }),
  );
});

test('what stands between frames is kept apart from them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(typed, content), { maxLength: 5 }), typed, (parts, last) => {
      const clean = (bytes: Uint8Array) => bytes.filter((octet) => octet !== flagOctet);
      const wire = Buffer.concat([
        ...parts.flatMap(([text, frame]) => [clean(text), writeFrame(frame)]),
        clean(last),
      ]);
      const { frames, outside } = parse([wire]);
      expect(frames).toEqual(parts.map(([, frame]) => frame));
      expect(outside).toEqual(Buffer.concat([...parts.map(([text]) => clean(text)), clean(last)]));
    }),
  );
});

test('a tilde that a person types is text', () => {
  const { frames, outside } = parse([Buffer.from('cd ~'), Buffer.from('/x ~~ y')]);
  expect(frames).toEqual([]);
  expect(outside.toString()).toBe('cd ~/x ~~ y');
});

test('one changed bit: the frame is dropped or unchanged, and the next one is found', () => {
  fc.assert(
    fc.property(content, content, fc.nat(), fc.nat(7), (first, second, where, bit) => {
      const damaged = Buffer.from(writeFrame(first));
      const at = where % damaged.length;
      damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
      const { frames } = parse([damaged, writeFrame(second)]);
      expect(frames.at(-1)).toEqual(second);
      for (const frame of frames.slice(0, -1)) expect(frame).toEqual(first);
    }),
  );
});

test('XON and XOFF that the line puts in between change nothing', () => {
  const [flag, address, ...others] = writeFrame(Buffer.from('status'));
  const wire = [flag ?? 0, address ?? 0, ...others.flatMap((octet) => [0x11, octet, 0x13])];
  expect(parse([Uint8Array.from(wire)]).frames.map((frame) => Buffer.from(frame).toString())).toEqual([
    'status',
  ]);
});

test('something that never ends is given up, and what follows is read', () => {
  const endless = Buffer.concat([Buffer.from([flagOctet, 0xff]), Buffer.alloc(10_000, 0x41)]);
  const { frames } = parse([endless, writeFrame(Buffer.from('next'))]);
  expect(frames.map((frame) => Buffer.from(frame).toString())).toEqual(['next']);
});

test('an escape before the last flag gives a frame up that would be whole', () => {
  const wire = writeFrame(Buffer.from('given up'));
  const given = Buffer.concat([wire.subarray(0, -1), Uint8Array.of(escapeOctet), wire.subarray(-1)]);
  expect(parse([given, writeFrame(Buffer.from('next'))]).frames.map(String)).toEqual([
    String(Uint8Array.from(Buffer.from('next'))),
  ]);
});
