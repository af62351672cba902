import { describe, expect, test } from 'vitest';
import { encodeBlock } from '#platform/transfer/xmodem/block.ts';
import { createXmodemSender } from '#platform/transfer/xmodem/xmodem-sender.ts';
import { talkWith } from '../../../../fakes/talk-with-machine.ts';
import { randomContent } from '../../../../fakes/transfer-samples.ts';

const [ack, nak, can, invite] = [0x06, 0x15, 0x18, 0x43];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const content = randomContent(300);

/** Supplied with `content` and waiting for the answer to its first block. */
function begun(invitation = invite, file: Uint8Array = content, blockBytes: 128 | 1024 = 128) {
  const talk = talkWith(createXmodemSender({ blockBytes, timing: { turnaroundDelayMs: 0 } }));
  talk.say(invitation);
  expect(talk.events()).toEqual([
    { type: 'file-started', index: 0, offset: 0 },
    { type: 'want', index: 0, offset: 0, bytes: 16_384 },
  ]);
  talk.call((machine, nowMs) => machine.supply(file, nowMs));
  return talk;
}

const block = (number: number, check: 'crc' | 'checksum' = 'crc') =>
  hex(encodeBlock(number, content.subarray((number - 1) * 128, number * 128), 128, check, 0x1a));

describe('beginning', () => {
  test.each([
    ['CRC', 0x43, 'crc'],
    ['the checksum', 0x15, 'checksum'],
  ] as const)('with %s, as it is asked', (_what, invitation, check) => {
    expect(begun(invitation).heard()).toBe(block(1, check));
  });

  test('a receiver that wants the checksum gets small blocks', () => {
    expect(begun(0x15, content, 1_024).heard()).toBe(block(1, 'checksum'));
  });

  test('words of a boot loader are not an invitation', () => {
    const talk = talkWith(createXmodemSender());
    talk.say(Buffer.from('Connected. CRC on.\r\n'));
    expect(talk.events()).toEqual([]);
    talk.say(Buffer.from('Ready\r\nC'));
    expect(talk.events()[0]).toMatchObject({ type: 'file-started' });
  });

  test('waits a minute for someone who asks', () => {
    const talk = talkWith(createXmodemSender());
    talk.wait(59_999);
    expect(talk.end()).toBeNull();
    talk.wait(1);
    expect(talk.end()).toBe('timeout');
    expect(talk.heard()).toBe('');
  });
});

describe('answers', () => {
  test('each block waits for its own; the end is said until it is confirmed', () => {
    const talk = begun();
    expect(talk.heard()).toBe(block(1));
    talk.say(ack);
    expect(talk.heard()).toBe(block(2));
    talk.say(ack);
    expect(talk.heard()).toBe(block(3));
    talk.say(ack);
    expect(talk.heard()).toBe('04');
    talk.say(nak);
    expect(talk.heard()).toBe('04');
    talk.say(ack);
    expect(talk.events().filter(({ type }) => type === 'confirmed')).toMatchObject([
      { offset: 128 },
      { offset: 256 },
      { offset: 300 },
    ]);
    expect(talk.events().slice(-2)).toMatchObject([
      { type: 'file-ended', outcome: 'completed', bytes: 300 },
      { end: 'completed' },
    ]);
  });

  test('NAK and an old invitation bring the block again, noise does not', () => {
    const talk = begun();
    talk.heard();
    talk.say(nak);
    expect(talk.heard()).toBe(block(1));
    talk.wait(100);
    talk.say(invite);
    expect(talk.heard()).toBe(block(1));
    talk.say(0x55, 0xaa);
    expect(talk.heard()).toBe('');
    talk.say(ack);
    talk.heard();
    talk.wait(100);
    talk.say(invite);
    expect(talk.heard()).toBe('');
  });

  test('two invitations that were there before do not bring the first block twice', () => {
    const talk = begun();
    talk.heard();
    talk.say(invite);
    expect(talk.heard()).toBe('');
  });

  test('ten refusals are too many', () => {
    const talk = begun();
    for (let error = 0; error < 9; error++) talk.say(nak);
    expect(talk.end()).toBeNull();
    talk.say(nak);
    expect(talk.end()).toBe('too-many-errors');
  });

  test('silence is waited for a minute, three times', () => {
    const talk = begun();
    talk.heard();
    talk.wait(60_000);
    expect(talk.heard()).toBe(block(1));
    talk.wait(119_999);
    expect(talk.end()).toBeNull();
    talk.wait(1);
    expect(talk.end()).toBe('timeout');
  });

  test('two CAN end it, one does not', () => {
    const talk = begun();
    talk.say(can);
    talk.say(ack);
    talk.say(can);
    expect(talk.end()).toBeNull();
    talk.say(can);
    expect(talk.end()).toBe('cancelled-by-peer');
  });
});

describe('the last word', () => {
  // Found on a pseudo-terminal: lrzsz drops its own ACK when it leaves, and a second EOT logs the shell out.
  test('that is missing leaves the transfer unconfirmed, and no EOT is sent again', () => {
    const talk = begun(invite, new Uint8Array());
    expect(talk.heard()).toBe('04');
    talk.wait(30_000);
    expect(talk.heard()).toBe('');
    expect(talk.events().slice(-2)).toMatchObject([
      { type: 'file-ended', outcome: 'completed-unconfirmed' },
      { end: 'completed-unconfirmed' },
    ]);
  });
});

test('between an answer and the next block the receiver may drop its input', () => {
  const talk = talkWith(createXmodemSender({ blockBytes: 128 }));
  talk.say(invite);
  talk.call((machine, nowMs) => machine.supply(content, nowMs));
  expect(talk.heard()).toBe('');
  talk.wait(2);
  expect(talk.heard()).toBe(block(1));
});

test('large blocks end with small ones where that is shorter', () => {
  const file = randomContent(1_024 + 7 * 128);
  const talk = begun(invite, file, 1_024);
  const lengths: number[] = [];
  for (let sent = talk.heard(); sent !== '04'; sent = talk.heard()) {
    lengths.push(sent.length / 2 - 5);
    talk.say(ack);
  }
  expect(lengths).toEqual([1_024, ...Array<number>(7).fill(128)]);
});
