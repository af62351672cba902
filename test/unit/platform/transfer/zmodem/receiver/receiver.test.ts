import { describe, expect, test } from 'vitest';
import { frameType, subpacketEnd } from '#platform/transfer/zmodem/framing/constants.ts';
import { createFrameWriter } from '#platform/transfer/zmodem/framing/frame-writer.ts';
import { createZmodemReceiver } from '#platform/transfer/zmodem/receiver/receiver.ts';
import { randomContent } from '../../../../../fakes/transfer-samples.ts';
import { framed, said, word } from '../../../../../fakes/zmodem-words.ts';

const offer = framed('ZFILE', 0, Buffer.from('a\x005000\0'));
const invitation = `ZRINIT ${0x23000000}`;
const content = randomContent(5_000);

/** A receiver that has accepted a file, from `offset` on, at 0 ms. */
function receiving(offset = 0, options: Parameters<typeof createZmodemReceiver>[0] = {}) {
  const receiver = createZmodemReceiver(options);
  receiver.start(0);
  receiver.feed(offer, 0);
  expect(said(receiver.accept(offset, 0))).toEqual([`ZRPOS ${offset}`]);
  return receiver;
}

/** One frame of subpackets of a KiB, all of them to be gone on with. */
function framedBlocks(offset: number, bytes: Uint8Array): Uint8Array {
  const writer = createFrameWriter();
  writer.header(frameType.ZDATA, offset);
  for (let at = 0; at < bytes.length; at += 1_024)
    writer.subpacket(bytes, at, Math.min(bytes.length, at + 1_024), subpacketEnd.ZCRCG);
  return writer.take();
}

describe('ZMODEM receiver', () => {
  test('invites until nobody has answered for a minute', () => {
    const receiver = createZmodemReceiver();
    let step = receiver.start(0);
    expect(said(step)).toEqual([invitation]);
    let invitations = 0;
    let nowMs = 0;
    while (step.deadlineMs !== null) {
      nowMs = step.deadlineMs;
      step = receiver.tick(nowMs);
      invitations += said(step).filter((what) => what === invitation).length;
    }
    expect(step.events).toMatchObject([{ type: 'ended', end: 'timeout' }]);
    expect(said(step)).toEqual(['CAN']);
    expect([nowMs, invitations > 3]).toEqual([60_000, true]);
  });

  test('says its buffer and that it wants controls escaped', () => {
    const receiver = createZmodemReceiver({ bufferBytes: 4_096, escapeControls: true, crc32: false });
    expect(said(receiver.start(0))).toEqual([`ZRINIT ${0x43001000}`]);
  });

  test('waits for the decision as long as it takes, deaf to repetitions', () => {
    const receiver = createZmodemReceiver();
    receiver.start(0);
    const offered = receiver.feed(offer, 0);
    expect(offered.events).toEqual([
      { type: 'file-offered', file: { name: 'a', bytes: 5_000, modifiedMs: null } },
    ]);
    expect(offered.deadlineMs).toBeNull();
    expect(receiver.feed(offer, 5_000).events).toEqual([]);
    expect(said(receiver.accept(0, 90_000))).toEqual(['ZRPOS 0']);
  });

  test('skips, once more when that was not heard, without asking again', () => {
    const receiver = createZmodemReceiver();
    receiver.start(0);
    receiver.feed(offer, 0);
    const skipped = receiver.skip(1);
    expect(said(skipped)).toEqual(['ZSKIP 0']);
    expect(skipped.events).toMatchObject([{ type: 'file-ended', outcome: 'skipped' }]);
    const again = receiver.feed(offer, 5_000);
    expect([said(again), again.events]).toEqual([['ZSKIP 0'], []]);
    const other = receiver.feed(framed('ZFILE', 0, Buffer.from('b\x001\0')), 6_000);
    expect(other.events).toMatchObject([{ type: 'file-offered', file: { name: 'b' } }]);
  });

  test('asks for what is damaged, once, and passes over what it has when the sender goes back too far', () => {
    const receiver = receiving();
    receiver.feed(framed('ZDATA', 0, content.subarray(0, 1_024), subpacketEnd.ZCRCG), 10);
    const damaged = receiver.feed(Buffer.from([1, 2, 3, 0x18, 0x69, 0, 0, 0, 0]), 20);
    expect(said(damaged)).toEqual(['ZRPOS 1024']);
    expect(damaged.events).toEqual([{ type: 'retry', reason: 'checksum', offset: 1_024 }]);
    // What was under way.
    expect(said(receiver.feed(framed('ZDATA', 2_048, content.subarray(0, 10)), 30))).toEqual([]);
    const back = receiver.feed(framed('ZDATA', 512, content.subarray(512, 1_536)), 40);
    expect(Buffer.concat(back.data).equals(content.subarray(1_024, 1_536))).toBe(true);
    expect(said(back)).toEqual(['ZACK 1536']);
  });

  test('goes on behind what was under way when it was asked for what is damaged', () => {
    const receiver = receiving();
    const long = randomContent(20 * 1_024, 3);
    const frame = Buffer.from(framedBlocks(0, long));
    // In the content of the third subpacket.
    frame[3_000] = (frame[3_000] ?? 0) ^ 0x20;
    expect(said(receiver.feed(frame, 10))).toEqual(['ZRPOS 2048']);
    const damaged = framed('ZDATA', 2_048, long.subarray(2_048, 3_072));
    const back = receiver.feed(damaged, 900);
    expect(said(back)).toEqual([`ZRPOS ${19 * 1_024}`]);
    expect(Buffer.concat(back.data).equals(long.subarray(2_048, 3_072))).toBe(true);
    const proof = receiver.feed(framed('ZDATA', 19 * 1_024, long.subarray(19 * 1_024)), 990);
    expect(Buffer.concat(proof.data).equals(long.subarray(3_072))).toBe(true);
    expect(said(proof)).toEqual([`ZACK ${20 * 1_024}`]);
  });

  test('what is damaged in a frame that does not fit adds nothing to what was kept', () => {
    const receiver = receiving();
    const long = randomContent(20 * 1_024, 3);
    for (const offset of [0, 15 * 1_024]) {
      const frame = Buffer.from(framedBlocks(offset, long.subarray(0, 5 * 1_024)));
      frame[1_500] = (frame[1_500] ?? 0) ^ 0x20;
      receiver.feed(frame, 10);
    }
    const back = receiver.feed(framed('ZDATA', 1_024, long.subarray(1_024, 2_048)), 900);
    expect(said(back)).toEqual([`ZRPOS ${4 * 1_024}`]);
  });

  test('asks for all of it when the proof is another one, or is damaged itself', () => {
    const receiver = receiving();
    const long = randomContent(20 * 1_024, 3);
    const frame = Buffer.from(framedBlocks(0, long));
    frame[3_000] = (frame[3_000] ?? 0) ^ 0x20;
    receiver.feed(frame, 10);
    receiver.feed(framed('ZDATA', 2_048, long.subarray(2_048, 3_072)), 900);
    const proof = Buffer.from(framed('ZDATA', 19 * 1_024, long.subarray(19 * 1_024)));
    proof[500] = (proof[500] ?? 0) ^ 0x20;
    expect(said(receiver.feed(proof, 1_500))).toEqual([`ZRPOS ${19 * 1_024}`]);
    const other = receiver.feed(framed('ZDATA', 19 * 1_024, long.subarray(0, 1_024)), 2_000);
    expect([other.data, said(other)]).toEqual([[], ['ZRPOS 3072']]);
    const rest = receiver.feed(framed('ZDATA', 3_072, long.subarray(3_072, 4_096)), 3_000);
    expect(Buffer.concat(rest.data).equals(long.subarray(3_072, 4_096))).toBe(true);
    expect(said(rest)).toEqual(['ZACK 4096']);
  });

  test('an end of the file that was under way is no reason to ask again at once', () => {
    const receiver = receiving();
    receiver.feed(framed('ZDATA', 0, content.subarray(0, 1_024), subpacketEnd.ZCRCG), 10);
    expect(said(receiver.feed(Buffer.from([1, 2, 3, 0x18, 0x69, 0, 0, 0, 0]), 20))).toEqual(['ZRPOS 1024']);
    const early = receiver.feed(word('ZEOF', 5_000), 600);
    expect([said(early), early.deadlineMs]).toEqual([[], 2_600]);
    expect(said(receiver.tick(2_600))).toEqual(['ZRPOS 1024']);
  });

  test('acknowledges what the frame brought, even when it has more', () => {
    const receiver = receiving(3_000);
    const step = receiver.feed(framed('ZDATA', 1_000, content.subarray(1_000, 1_256)), 1);
    expect([step.data.length, said(step)]).toEqual([0, ['ZACK 1256']]);
  });

  test('asks again when what it asked for does not come', () => {
    const receiver = receiving();
    const step = receiver.tick(2_000);
    expect(said(step)).toEqual(['ZRPOS 0']);
    expect(step.deadlineMs).toBe(6_000);
  });

  test('on a slow line nothing is asked for while a subpacket still comes', () => {
    const receiver = receiving();
    const bytes = framed('ZDATA', 0, content.subarray(0, 1_024));
    for (let at = 0; at < bytes.length; at++) {
      const step = receiver.feed(bytes.subarray(at, at + 1), at * 30);
      expect(step.deadlineMs ?? 0).toBeGreaterThan(at * 30 + 30);
    }
  });

  test('a file that has not arrived whole does not end', () => {
    const receiver = receiving();
    receiver.feed(framed('ZDATA', 0, content.subarray(0, 1_024), subpacketEnd.ZCRCE), 300);
    const early = receiver.feed(word('ZEOF', 5_000), 600);
    expect([said(early), early.events.map(({ type }) => type)]).toEqual([['ZRPOS 1024'], ['retry']]);
    const end = receiver.feed(word('ZEOF', 1_024), 700);
    expect(said(end)).toEqual([invitation]);
    expect(end.events).toMatchObject([{ type: 'file-ended', outcome: 'completed', bytes: 1_024 }]);
  });

  test('begins where it is told to', () => {
    const receiver = receiving(3_000);
    const step = receiver.feed(framed('ZDATA', 3_000, content.subarray(3_000, 3_100)), 1);
    expect(Buffer.concat(step.data).equals(content.subarray(3_000, 3_100))).toBe(true);
  });

  test('says what the sender wants to hear before it is interrupted', () => {
    const receiver = createZmodemReceiver();
    receiver.start(0);
    // 0xdd and 0xde stand for a break and a pause.
    expect(said(receiver.feed(framed('ZSINIT', 0, Buffer.from([3, 0xdd, 0xde, 7, 0, 9])), 0))).toEqual([
      'ZACK 1',
    ]);
    receiver.feed(offer, 0);
    receiver.accept(0, 0);
    const step = receiver.tick(2_000);
    expect(Buffer.concat(step.send).subarray(0, 3)).toEqual(Buffer.from([3, 7, 0x2a]));
  });

  test('runs no commands, and knows of no free space', () => {
    const receiver = createZmodemReceiver();
    receiver.start(0);
    expect(said(receiver.feed(framed('ZCOMMAND', 0, Buffer.from('!reboot\0')), 0))).toEqual(['ZCOMPL 1']);
    expect(said(receiver.feed(word('ZFREECNT'), 0))).toEqual(['ZACK 0']);
  });

  test('parts with the sender, who may forget the last word', () => {
    const parting = () => {
      const receiver = createZmodemReceiver();
      receiver.start(0);
      const step = receiver.feed(word('ZFIN'), 100);
      expect([said(step), step.deadlineMs]).toEqual([['ZFIN 0'], 600]);
      return receiver;
    };
    const completed = [{ type: 'ended', end: 'completed' }];
    const hearing = parting();
    hearing.feed(Buffer.from('O'), 110);
    expect(hearing.feed(Buffer.from('O'), 120).events).toMatchObject(completed);
    expect(parting().tick(600).events).toMatchObject(completed);
  });

  test.each([
    ['ZFIN in the middle of a file', word('ZFIN')],
    ['ZFERR', word('ZFERR')],
    ['ZABORT', word('ZABORT')],
    ['five CAN', Buffer.alloc(5, 0x18)],
  ])('%s is the end', (_what, bytes) => {
    const receiver = receiving();
    expect(receiver.feed(bytes, 1).events).toMatchObject([{ type: 'ended', end: 'cancelled-by-peer' }]);
    expect(receiver.feed(offer, 2)).toEqual({ send: [], data: [], events: [], deadlineMs: null });
    expect(receiver.cancel(3).events).toEqual([]);
  });

  test('gives up when asking does not help', () => {
    const receiver = receiving();
    const damaged = Buffer.concat([
      framed('ZDATA', 0, content.subarray(0, 5)).subarray(0, 20),
      Buffer.from([0x18, 0x69, 0, 0, 0, 0]),
    ]);
    let nowMs = 0;
    let step = receiver.feed(damaged, nowMs);
    for (let errors = 0; errors < 25 && step.deadlineMs !== null; errors++) {
      nowMs += 1_000;
      step = receiver.feed(damaged, nowMs);
    }
    expect(step.events).toMatchObject([{ type: 'ended', end: 'too-many-errors' }]);
    expect(said(step)).toEqual(['CAN']);
  });
});
