import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacketGate } from '../../../../../electron/fleet/broker/embedded/packet-gate.ts';
import { lengthBytes, packet } from '../../../../fakes/mqtt-packets.ts';

const limits = { packetBytes: 1000, connectPacketBytes: 200 };
const connect = packet(0x10, Buffer.alloc(20));

function verdict(bytes: Uint8Array, cuts: readonly number[] = []): string | null {
  const gate = createPacketGate(limits);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  let from = 0;
  for (const end of ends) {
    const trouble = gate.push(bytes.subarray(from, end));
    if (trouble !== null) return trouble;
    from = end;
  }
  return null;
}

test.each([
  ['CONNECT and what follows', [connect, packet(0xc0), packet(0x30, Buffer.alloc(900))], null],
  ['a packet as long as the limit', [connect, packet(0x30, Buffer.alloc(997))], null],
  ['a packet of one byte more', [connect, packet(0x30, Buffer.alloc(998))], 'oversized'],
  ['a first packet as long as its limit', [packet(0x10, Buffer.alloc(197))], null],
  ['a first packet of one byte more', [packet(0x10, Buffer.alloc(198))], 'oversized'],
  ['something else first', [packet(0x30, Buffer.alloc(5))], 'not_connect'],
  ['what only servers send', [connect, packet(0x20, [0, 0])], 'malformed'],
  ['a length in five bytes', [connect, Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01])], 'malformed'],
  [
    'an oversized packet of which only the header came',
    [connect, Buffer.from([0x30, ...lengthBytes(1e6)])],
    'oversized',
  ],
])('%s: %s', (_what, parts, expected) => {
  expect(verdict(Buffer.concat(parts))).toBe(expected);
});

test('it does not matter how the stream is cut', () => {
  const anyPacket = fc
    .tuple(fc.constantFrom(0x30, 0x82, 0xc0, 0x20, 0x00), fc.integer({ min: 0, max: 1100 }))
    .map(([first, length]) => packet(first, Buffer.alloc(length)));
  fc.assert(
    fc.property(
      fc.array(anyPacket, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (packets, cuts) => {
        const bytes = Buffer.concat([connect, ...packets]);
        return verdict(bytes, cuts) === verdict(bytes);
      },
    ),
  );
});
