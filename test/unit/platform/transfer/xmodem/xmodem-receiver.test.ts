import { describe, expect, test } from 'vitest';
import { encodeBlock } from '#platform/transfer/xmodem/block.ts';
import { createXmodemReceiver } from '#platform/transfer/xmodem/xmodem-receiver.ts';
import { talkWith } from '../../../../fakes/talk-with-machine.ts';
import { randomContent } from '../../../../fakes/transfer-samples.ts';

const [ack, nak, can, eot] = ['06', '15', '18'.repeat(8) + '08'.repeat(8), 0x04];
const block = (number: number, content = randomContent(128, number)) =>
  encodeBlock(number, content, 128, 'crc', 0x1a);

function begun(options: Parameters<typeof createXmodemReceiver>[0] = {}) {
  const talk = talkWith(createXmodemReceiver(options));
  talk.call((machine, nowMs) => machine.accept(0, nowMs));
  expect(talk.heard()).toBe(options.check === 'checksum' ? nak : '43');
  return talk;
}

describe('inviting', () => {
  test('asks for CRC four times, then for the checksum, and gives up after a minute', () => {
    const talk = begun();
    talk.wait(11_000);
    expect(talk.heard()).toBe('434343');
    talk.wait(1_500);
    expect(talk.heard()).toBe(nak);
    talk.wait(60_000);
    expect(talk.end()).toBe('timeout');
    expect(talk.heard().endsWith(can)).toBe(true);
  });

  test('takes the checksum from a sender that knows nothing else', () => {
    const talk = begun();
    talk.wait(13_000);
    talk.heard();
    talk.say(encodeBlock(1, Buffer.from('old'), 128, 'checksum', 0x1a));
    expect(talk.heard()).toBe(ack);
  });

  test('asks nobody before the file is accepted, and refuses it without a word', () => {
    const talk = talkWith(createXmodemReceiver());
    talk.wait(100_000);
    expect(talk.heard()).toBe('');
    talk.call((machine, nowMs) => machine.skip(nowMs));
    expect(talk.end()).toBe('cancelled');
  });
});

describe('blocks', () => {
  test('are acknowledged and stored; what fills the last one is told', () => {
    const talk = begun();
    talk.say(block(1));
    talk.say(block(2, Buffer.from('end')));
    expect(talk.heard()).toBe(ack + ack);
    talk.say(eot);
    talk.say(eot);
    expect(talk.heard()).toBe(nak + ack);
    expect(
      talk
        .stored()
        .subarray(0, 131)
        .equals(Buffer.concat([randomContent(128, 1), Buffer.from('end')])),
    ).toBe(true);
    expect(talk.events().slice(-2)).toMatchObject([
      { type: 'file-ended', outcome: 'completed', bytes: 256, paddedBytes: 125 },
      { type: 'ended', end: 'completed' },
    ]);
  });

  test('one that comes again is acknowledged and dropped: our answer was lost', () => {
    const talk = begun();
    talk.say(block(1));
    talk.say(block(1));
    expect(talk.heard()).toBe(ack + ack);
    expect(talk.stored().length).toBe(128);
  });

  test('one that is missing ends it, because nobody sends it again', () => {
    const talk = begun();
    talk.say(block(1));
    talk.say(block(3));
    expect(talk.heard()).toBe(ack + can);
    expect(talk.end()).toBe('too-many-errors');
    expect(talk.stored().length).toBe(128);
  });

  test('a damaged one is refused at once when it has its length, and after the line is quiet when it has not', () => {
    const talk = begun();
    const damaged = Uint8Array.from(block(1));
    damaged[20] = (damaged[20] ?? 0) ^ 4;
    talk.say(damaged);
    expect(talk.heard()).toBe(nak);
    talk.say(damaged, 0x55);
    expect(talk.heard()).toBe('');
    talk.wait(60);
    talk.say(0x55);
    talk.wait(60);
    expect(talk.heard()).toBe('');
    talk.wait(60);
    expect(talk.heard()).toBe(nak);
    talk.say(block(1).subarray(0, 100));
    talk.wait(999);
    expect(talk.heard()).toBe('');
    talk.wait(1);
    expect(talk.heard()).toBe(nak);
    talk.say(block(1));
    expect(talk.heard()).toBe(ack);
  });

  test('ten damaged ones in a row are too many; a good one begins the count again', () => {
    const talk = begun();
    const damaged = Uint8Array.from(block(1)).fill(0, 50, 60);
    for (let error = 0; error < 9; error++) talk.say(damaged);
    talk.say(block(1));
    for (let error = 0; error < 9; error++) talk.say(damaged);
    expect(talk.end()).toBeNull();
    talk.say(damaged);
    expect(talk.end()).toBe('too-many-errors');
  });

  test('a sender that falls silent is asked ten times, each after five seconds', () => {
    const talk = begun();
    talk.say(block(1));
    talk.heard();
    talk.wait(5_000);
    expect(talk.heard()).toBe(nak);
    talk.wait(44_999);
    expect(talk.end()).toBeNull();
    talk.wait(1);
    expect(talk.end()).toBe('timeout');
  });
});

describe('a known length', () => {
  test('cuts the fill off', () => {
    const talk = begun({ knownBytes: 3 });
    talk.say(block(1, Buffer.from('a\x1a\x1a')));
    talk.say(eot);
    talk.say(eot);
    expect(talk.stored().toString()).toBe('a\x1a\x1a');
    expect(talk.events().at(-2)).toMatchObject({ bytes: 3, paddedBytes: 0 });
  });

  test('that is not reached is no success', () => {
    const talk = begun({ knownBytes: 129 });
    talk.say(block(1));
    talk.say(eot);
    talk.say(eot);
    expect(talk.end()).toBe('too-many-errors');
  });
});

describe('cancelling', () => {
  test('one CAN is noise, two are the end', () => {
    const talk = begun();
    talk.say(0x18);
    talk.wait(2_000);
    expect(talk.end()).toBeNull();
    talk.say(0x18, 0x18);
    expect(talk.end()).toBe('cancelled-by-peer');
  });

  test('is seen in the middle of a block, but not in content', () => {
    const talk = begun();
    talk.say(block(1, Buffer.alloc(128, 0x18)));
    expect(talk.heard()).toBe(ack);
    talk.say(block(2).subarray(0, 40), Buffer.from('18'.repeat(8) + '08'.repeat(10), 'hex'));
    talk.wait(1_000);
    expect(talk.end()).toBe('cancelled-by-peer');
  });

  test('by us says so, once, and nothing is heard after it', () => {
    const talk = begun();
    talk.call((machine, nowMs) => machine.cancel(nowMs));
    expect(talk.heard()).toBe(can);
    expect(talk.end()).toBe('cancelled');
    talk.say(block(1));
    talk.call((machine, nowMs) => machine.cancel(nowMs));
    expect(talk.heard()).toBe('');
    expect(talk.events().filter(({ type }) => type === 'ended').length).toBe(1);
  });
});
