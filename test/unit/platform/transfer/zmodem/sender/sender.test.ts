import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Step } from '#platform/transfer/machine.ts';
import { createZmodemSender } from '#platform/transfer/zmodem/sender/sender.ts';
import { randomContent } from '../../../../../fakes/transfer-samples.ts';
import { said, word } from '../../../../../fakes/zmodem-words.ts';

const content = randomContent(5_000);
const files = [{ name: 'a', bytes: content.length, modifiedMs: null }];
const canAll = 0x23000000;
const zfile = `ZFILE ${0x01000000}`;

type Options = Partial<Parameters<typeof createZmodemSender>[0]>;

/** A sender whose file was asked for from `offset` on, at 0 ms. */
function sending({
  abilities = canAll,
  offset = 0,
  ...options
}: Options & { abilities?: number; offset?: number } = {}) {
  const sender = createZmodemSender({ files, ...options });
  sender.start(0);
  sender.feed(word('ZRINIT', abilities), 0);
  return { sender, step: sender.feed(word('ZRPOS', offset), 0) };
}
const wantOf = (step: Step) => step.events.find((event) => event.type === 'want');
const supplied = (step: Step) => {
  const want = wantOf(step);
  return want === undefined ? new Uint8Array() : content.subarray(want.offset, want.offset + want.bytes);
};
/** Supplies until nothing is wanted; everything that was said. */
function supplyAll(sender: ReturnType<typeof createZmodemSender>, first: Step, nowMs: number): string[] {
  const send: Uint8Array[] = [];
  for (let step = first; wantOf(step) !== undefined; ) {
    step = sender.supply(supplied(step), nowMs);
    send.push(...step.send);
  }
  return said({ ...first, send });
}

describe('ZMODEM sender', () => {
  test('starts a receiver, offers, sends, and parts', () => {
    const sender = createZmodemSender({ files });
    const start = sender.start(0);
    expect(Buffer.concat(start.send).toString('latin1')).toMatch(/^rz\r\*\*/);
    expect(said(start)).toEqual(['ZRQINIT 0']);
    expect(said(sender.feed(word('ZRINIT', canAll), 1))[0]).toBe(zfile);
    const placed = sender.feed(word('ZRPOS', 0), 2);
    expect(placed.events).toMatchObject([{ type: 'file-started', index: 0, offset: 0 }, { type: 'want' }]);
    // Nothing is waited for from the peer while its own user has to answer.
    expect(placed.deadlineMs).toBeNull();
    const words = supplyAll(sender, placed, 3);
    expect([words[0], words.at(-2), words.at(-1)]).toEqual(['ZDATA 0', '904 bytes E', 'ZEOF 5000']);
    const ended = sender.feed(word('ZRINIT', canAll), 4);
    expect(ended.events).toMatchObject([{ type: 'file-ended', outcome: 'completed', bytes: 5_000 }]);
    expect(said(ended)).toEqual(['ZFIN 0']);
    const over = sender.feed(word('ZFIN'), 5);
    expect(Buffer.concat(over.send).toString()).toBe('OO');
    expect(over.events).toMatchObject([{ type: 'ended', end: 'completed' }]);
  });

  test('answers a challenge, and a question for the checksum of the file', () => {
    const sender = createZmodemSender({ files });
    sender.start(0);
    expect(said(sender.feed(word('ZCHALLENGE', 0x12345678), 0))).toEqual([`ZACK ${0x12345678}`]);
    sender.feed(word('ZRINIT', canAll), 0);
    const whole = sender.feed(word('ZCRC'), 0);
    expect(said(sender.supply(supplied(whole), 1))).toEqual([`ZCRC ${crc32(content)}`]);
    const part = sender.feed(word('ZCRC', 1_000), 2);
    expect(wantOf(part)).toMatchObject({ offset: 0, bytes: 1_000 });
    expect(said(sender.supply(supplied(part), 3))).toEqual([`ZCRC ${crc32(content.subarray(0, 1_000))}`]);
  });

  test('goes on from where the receiver has it already', () => {
    const { sender, step } = sending({ offset: 4_900 });
    expect(step.events).toMatchObject([
      { type: 'file-started', offset: 4_900 },
      { offset: 4_900, bytes: 100 },
    ]);
    expect(supplyAll(sender, step, 1)).toEqual(['ZDATA 4900', '100 bytes E', 'ZEOF 5000']);
    expect(said(sending({ offset: 5_000 }).step)).toEqual(['ZEOF 5000']);
    expect(sending({ offset: 5_001 }).step.events).toMatchObject([{ type: 'ended', end: 'too-many-errors' }]);
  });

  test('waits after every segment for a receiver with a buffer', () => {
    const { sender, step } = sending({ abilities: canAll + 2_048 });
    expect(supplyAll(sender, step, 1)).toEqual(['ZDATA 0', '1024 bytes G', '1024 bytes W']);
    // It may write flash in between.
    const next = sender.feed(word('ZACK', 2_048), 9_000);
    expect(next.events).toMatchObject([
      { type: 'confirmed', offset: 2_048 },
      { type: 'want', offset: 2_048 },
    ]);
    expect(supplyAll(sender, next, 9_001)).toEqual(['ZDATA 2048', '1024 bytes G', '1024 bytes W']);
  });

  test('waits after every subpacket for one that can only do one thing at a time', () => {
    const { sender, step } = sending({ abilities: 0x20000000 });
    expect(supplyAll(sender, step, 1)).toEqual(['ZDATA 0', '1024 bytes W']);
  });

  test('is never further ahead than its window', () => {
    const { sender, step } = sending({ windowBytes: 2_048 });
    expect(supplyAll(sender, step, 1)).toEqual(['ZDATA 0', '1024 bytes Q', '1024 bytes Q']);
    const more = sender.feed(word('ZACK', 1_024), 2);
    expect(wantOf(more)).toMatchObject({ offset: 2_048, bytes: 1_024 });
    expect(sender.supply(supplied(more), 3).events).toEqual([]);
  });

  test('goes back at once; what was asked for before is dropped', () => {
    const { sender, step } = sending();
    const second = sender.supply(supplied(step), 1);
    const back = sender.feed(word('ZRPOS', 1_024), 2);
    expect(back.events).toMatchObject([
      { type: 'confirmed', offset: 1_024 },
      { type: 'retry', reason: 'refused', offset: 1_024 },
    ]);
    // The answer to the older question; only then there is another one.
    const asked = sender.supply(supplied(second), 3);
    expect([said(asked), wantOf(asked)]).toEqual([
      [],
      expect.objectContaining({ offset: 1_024, bytes: 1_024 }),
    ]);
    expect(said(sender.supply(supplied(asked), 4))).toEqual(['ZDATA 1024', '1024 bytes W']);
    // Said by a receiver that had not heard that yet.
    expect(sender.feed(word('ZRPOS', 1_024), 5)).toMatchObject({ send: [], events: [] });
    expect(wantOf(sender.feed(word('ZACK', 2_048), 6))).toMatchObject({ offset: 2_048 });
  });

  test('goes on further ahead when the receiver has what is in between, which is no failure', () => {
    const { sender, step } = sending();
    sender.supply(supplied(step), 1);
    sender.feed(word('ZRPOS', 1_024), 2);
    const back = sender.supply(supplied(sender.supply(new Uint8Array(), 3)), 4);
    expect(said(back)).toEqual(['ZDATA 1024', '1024 bytes W']);
    const on = sender.feed(word('ZRPOS', 3_072), 5);
    expect(on.events).toMatchObject([
      { type: 'confirmed', offset: 3_072 },
      { type: 'want', offset: 3_072 },
    ]);
    expect(said(sender.supply(supplied(on), 6))[0]).toBe('ZDATA 3072');
  });

  test('a second ZRPOS for the same place counts when nothing else comes', () => {
    const { sender, step } = sending();
    sender.supply(supplied(step), 1);
    sender.feed(word('ZRPOS', 1_024), 2);
    const asked = sender.supply(new Uint8Array(), 3);
    sender.supply(supplied(asked), 4);
    const echo = sender.feed(word('ZRPOS', 1_024), 5);
    expect(echo.deadlineMs).toBeLessThan(2_000);
    const again = sender.tick(echo.deadlineMs ?? 0);
    expect(wantOf(again)).toMatchObject({ offset: 1_024 });
  });

  test('skips in the middle and offers the next', () => {
    const two = [...files, { name: 'b', bytes: 1, modifiedMs: null }];
    const { sender, step } = sending({ files: two });
    sender.supply(supplied(step), 1);
    const skipped = sender.feed(word('ZSKIP'), 2);
    expect(skipped.events).toMatchObject([{ type: 'file-ended', outcome: 'skipped' }]);
    expect(said(skipped)).toContain(zfile);
  });

  test('a file that is shorter than announced ends there', () => {
    const { sender, step } = sending();
    const short = sender.supply(supplied(step).subarray(0, 700), 1);
    expect(said(short)).toEqual(['ZDATA 0', '700 bytes E', 'ZEOF 700']);
  });

  test('finds out what a receiver misses that does not answer the end', () => {
    const { sender, step } = sending();
    supplyAll(sender, step, 1);
    const probe = sender.tick(2_001);
    expect(said(probe)).toEqual(['ZDATA 5000', '0 bytes W']);
    const back = sender.feed(word('ZRPOS', 4_096), 2_002);
    expect(wantOf(back)).toMatchObject({ offset: 4_096 });
  });

  test('without a farewell everything was sent all the same', () => {
    const sender = createZmodemSender({ files: [] });
    sender.start(0);
    let step = sender.feed(word('ZRINIT', canAll), 0);
    while (step.deadlineMs !== null) step = sender.tick(step.deadlineMs);
    expect(step.events).toMatchObject([{ type: 'ended', end: 'completed-unconfirmed' }]);
  });

  test.each(['ZABORT', 'ZFERR'] as const)('%s is answered with ZFIN', (name) => {
    const { sender } = sending();
    const step = sender.feed(word(name), 1);
    expect(said(step)).toEqual(['ZFIN 0']);
    expect(step.events).toMatchObject([{ type: 'ended', end: 'cancelled-by-peer' }]);
  });

  test('cancels with CAN and wipes them from a command line', () => {
    const { sender } = sending();
    const step = sender.cancel(1);
    expect(Buffer.concat(step.send).toString('latin1')).toBe('\x18'.repeat(8) + '\b'.repeat(10));
    expect(step.events).toMatchObject([{ type: 'ended', end: 'cancelled' }]);
    expect(sender.supply(content, 2)).toEqual({ send: [], data: [], events: [], deadlineMs: null });
  });

  test('refuses what has no position in 32 bits', () => {
    expect(() => createZmodemSender({ files: [{ name: 'a', bytes: 2 ** 32, modifiedMs: null }] })).toThrow(
      RangeError,
    );
  });
});
