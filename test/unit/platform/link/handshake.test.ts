import { expect, test } from 'vitest';
import { createHandshake } from '../../../../electron/platform/link/handshake.ts';

const hello = { type: 'hello', version: 1, epoch: 7, peerEpoch: 0, payloadBytes: 128 } as const;

test('a frame is of this session only when its sender knows both starts', () => {
  const handshake = createHandshake({ newEpoch: () => 5, payloadBytes: 1_024 });
  expect(handshake.fits(handshake.tag())).toBe(false);
  expect(handshake.receive(hello)).toEqual({ restarted: false, becameUp: false, reply: true });
  expect(handshake.fits(handshake.tag() ^ 1)).toBe(false);
  expect(handshake.isUp()).toBe(false);
  expect(handshake.fits(handshake.tag())).toBe(true);
  expect(handshake.isUp()).toBe(true);
});

test('the smaller payload counts, and who knows us is answered once', () => {
  const handshake = createHandshake({ newEpoch: () => 5, payloadBytes: 1_024 });
  expect(handshake.receive({ ...hello, peerEpoch: 5 })).toEqual({
    restarted: false,
    becameUp: true,
    reply: true,
  });
  expect(handshake.payloadBytes()).toBe(128);
  expect(handshake.receive({ ...hello, peerEpoch: 5 }).reply).toBe(false);
  expect(handshake.receive({ ...hello, epoch: 8 }).restarted).toBe(true);
});
