import { describe, expect, test } from 'vitest';
import { encodeBlock } from '#platform/transfer/xmodem/block.ts';
import { encodeHeader, encodeLastHeader } from '#platform/transfer/ymodem/header.ts';
import { createYmodemReceiver } from '#platform/transfer/ymodem/ymodem-receiver.ts';
import { createYmodemSender } from '#platform/transfer/ymodem/ymodem-sender.ts';
import { simulateTransfer } from '../../../../fakes/simulated-transfer.ts';
import { talkWith } from '../../../../fakes/talk-with-machine.ts';
import { randomContent } from '../../../../fakes/transfer-samples.ts';

const [ack, nak, eot, can] = ['06', '15', 0x04, '18'.repeat(8) + '08'.repeat(8)];
const content = randomContent(100);
const header = (bytes: number) => encodeHeader({ name: 'a', bytes, modifiedMs: null }, 'crc');
const block = encodeBlock(1, content, 128, 'crc', 0x1a);

/** A receiver that has taken a file of so many bytes. */
function accepted(bytes: number, streams = false) {
  const talk = talkWith(createYmodemReceiver({ streams }));
  expect(talk.heard()).toBe(streams ? '47' : '43');
  talk.say(header(bytes));
  talk.call((machine, nowMs) => machine.accept(0, nowMs));
  expect(talk.heard()).toBe(streams ? '47' : `${ack}43`);
  return talk;
}

describe('receiving', () => {
  test('answers the header before anyone is asked about the file, and invites when it is accepted', () => {
    const talk = talkWith(createYmodemReceiver());
    talk.heard();
    talk.say(header(100));
    expect(talk.heard()).toBe(ack);
    talk.wait(30_000);
    expect(talk.heard()).toBe('');
    talk.call((machine, nowMs) => machine.accept(0, nowMs));
    expect(talk.heard()).toBe('43');
  });

  test('takes the announced length and not a byte more', () => {
    const talk = accepted(50);
    talk.say(block);
    talk.say(eot);
    talk.say(eot);
    expect(talk.heard()).toBe(`${ack}${nak}${ack}43`);
    expect(talk.stored().equals(content.subarray(0, 50))).toBe(true);
    expect(talk.events().at(-1)).toMatchObject({ type: 'file-ended', bytes: 50, paddedBytes: 0 });
    talk.say(encodeLastHeader('crc'));
    expect(talk.heard()).toBe(ack);
    expect(talk.end()).toBe('completed');
  });

  test('a file that is shorter than announced is no success', () => {
    const talk = accepted(101 + 28);
    talk.say(block);
    talk.say(eot);
    talk.say(eot);
    expect(talk.end()).toBe('too-many-errors');
    expect(talk.events().some(({ type }) => type === 'file-ended')).toBe(false);
  });

  test('a header that comes again is answered as before: our answer was lost', () => {
    const talk = accepted(100);
    talk.say(header(100));
    expect(talk.heard()).toBe(`${ack}43`);
    expect(talk.events().filter(({ type }) => type === 'file-offered').length).toBe(1);
  });

  test('an end that comes again is answered as before', () => {
    const talk = accepted(100);
    talk.say(block);
    talk.say(eot);
    talk.say(eot);
    talk.heard();
    talk.say(eot);
    expect(talk.heard()).toBe(`${ack}43`);
  });

  test('a stream is not answered, and ends with the first damage', () => {
    const talk = accepted(100, true);
    talk.say(block);
    talk.say(eot);
    expect(talk.heard()).toBe(`${ack}47`);
    const damaged = accepted(100, true);
    damaged.say(Uint8Array.from(block).fill(0, 20, 30));
    expect(damaged.heard()).toBe(can);
    expect(damaged.end()).toBe('too-many-errors');
  });
});

describe('sending', () => {
  const files = [{ name: 'a', bytes: 100, modifiedMs: null }];
  const begun = () => {
    const talk = talkWith(createYmodemSender({ files, timing: { turnaroundDelayMs: 0 } }));
    talk.say(0x43);
    expect(talk.heard()).toBe(Buffer.from(header(100)).toString('hex'));
    talk.say(0x06, 0x43);
    return talk;
  };

  test('stops when the file is shorter than it was announced', () => {
    const talk = begun();
    talk.call((machine, nowMs) => machine.supply(content.subarray(0, 99), nowMs));
    talk.heard();
    talk.say(0x06);
    expect(talk.heard()).toBe(can);
    expect(talk.end()).toBe('cancelled');
  });

  test('whoever does not ask for the next file has all of them', () => {
    const talk = begun();
    talk.call((machine, nowMs) => machine.supply(content, nowMs));
    talk.say(0x06);
    talk.say(0x06);
    talk.wait(30_000);
    expect(talk.end()).toBe('completed');
  });

  test('a lost answer to the end leaves it unconfirmed', () => {
    const talk = begun();
    talk.call((machine, nowMs) => machine.supply(content, nowMs));
    talk.say(0x06);
    talk.wait(30_000);
    expect(talk.end()).toBe('completed-unconfirmed');
  });

  test('a receiver that refuses the file is heard', () => {
    const { sender, receiver } = simulateTransfer({
      sender: createYmodemSender({ files }),
      receiver: createYmodemReceiver(),
      contents: [content],
      decide: () => 'skip',
    });
    expect([sender.end, receiver.end]).toEqual(['cancelled-by-peer', 'cancelled']);
  });

  test('a receiver that never answers is waited for three times', () => {
    const talk = talkWith(createYmodemSender({ files }));
    talk.say(0x43);
    talk.wait(179_000);
    expect(talk.end()).toBeNull();
    talk.wait(1_100);
    expect(talk.end()).toBe('timeout');
  });
});
