import { describe, expect, test } from 'vitest';
import { cancelBytes, control } from '../../../../../electron/platform/transfer/xmodem/control.ts';
import { createXmodemSender } from '../../../../../electron/platform/transfer/xmodem/xmodem-sender.ts';

/** A receiver that has acknowledged throws away what came meanwhile: our cancel, too (lrzsz). */
describe('a sender that is cancelled while a block is under way', () => {
  function cancelled() {
    const sender = createXmodemSender({});
    sender.start(0);
    sender.feed(Uint8Array.of(control.crc), 0);
    sender.supply(new Uint8Array(1_024).fill(1), 1);
    const { send, events } = sender.cancel(10);
    expect(send.at(-1)).toEqual(cancelBytes);
    expect(events).toEqual([]);
    return sender;
  }
  const end = { type: 'ended', end: 'cancelled', detail: 'by us' };

  test.each([['ack', 'nak'] as const].flat())('and hears one more %s says it again', (answer) => {
    const sender = cancelled();
    expect(sender.feed(Uint8Array.of(control[answer]), 500)).toMatchObject({ send: [], deadlineMs: 550 });
    expect(sender.tick(550)).toMatchObject({ send: [cancelBytes], events: [end], deadlineMs: null });
    expect(sender.feed(Uint8Array.of(control.nak), 900)).toMatchObject({ send: [], events: [] });
  });

  test('and hears the receiver cancel, or nothing, says no more', () => {
    const heard = cancelled();
    expect(heard.feed(Uint8Array.of(control.ack, control.can, control.can), 500).deadlineMs).toBe(1_510);
    for (const sender of [heard, cancelled()])
      expect(sender.tick(1_510)).toMatchObject({ send: [], events: [end], deadlineMs: null });
  });
});
