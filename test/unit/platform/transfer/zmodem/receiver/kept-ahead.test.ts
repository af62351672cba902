import { describe, expect, test } from 'vitest';
import { createKeptAhead } from '#platform/transfer/zmodem/receiver/kept-ahead.ts';
import { randomContent } from '../../../../../fakes/transfer-samples.ts';

const content = randomContent(10 * 1_024, 7);
const block = (number: number) => content.subarray(number * 1_024, (number + 1) * 1_024);

/** Blocks 2 to 5 behind a damaged block 1. */
function keptBehindOne() {
  const ahead = createKeptAhead();
  ahead.measure(1_024);
  ahead.begin(1_024, 1_024);
  for (const number of [2, 3, 4, 5]) ahead.add(block(number));
  return ahead;
}

describe('what came behind a damaged subpacket', () => {
  test('is used up to the last one, which proves it', () => {
    const ahead = keptBehindOne();
    expect(ahead.resumeAt(1_024)).toBeNull();
    expect(ahead.resumeAt(2_048)).toBe(5 * 1_024);
    expect(ahead.proven(2_048, block(5))).toEqual(content.subarray(2_048, 5 * 1_024));
  });

  test('a shorter proof is one, more than the last subpacket as well, a few bytes are none', () => {
    const ahead = keptBehindOne();
    // As the sender has made its subpackets smaller meanwhile.
    ahead.measure(64);
    expect(ahead.proven(2_048, block(5).subarray(0, 64))?.length).toBe(3 * 1_024);
    expect(ahead.proven(3_000, content.subarray(5 * 1_024, 7 * 1_024))).toEqual(
      content.subarray(3_000, 5_120),
    );
    expect(ahead.proven(2_048, block(5).subarray(0, 31))).toBeNull();
  });

  test('is not believed when the proof is something else', () => {
    expect(keptBehindOne().proven(2_048, block(4))).toBeNull();
  });

  test.each([
    { name: 'its length is unknown', bytes: null },
    { name: 'it was longer than those before', bytes: 1_025 },
  ])('nothing is kept when $name', ({ bytes }) => {
    const ahead = createKeptAhead();
    ahead.measure(1_024);
    ahead.begin(1_024, bytes);
    for (const number of [2, 3, 4]) ahead.add(block(number));
    expect(ahead.resumeAt(2_048)).toBeNull();
  });

  test('it ends at the first that is not as long, for there the places are unknown', () => {
    const ahead = keptBehindOne();
    ahead.add(block(6).subarray(1));
    ahead.add(block(7));
    expect(ahead.resumeAt(2_048)).toBe(5 * 1_024);
  });

  test('of another frame nothing is kept', () => {
    const ahead = keptBehindOne();
    ahead.stop();
    ahead.add(block(6));
    expect(ahead.resumeAt(2_048)).toBe(5 * 1_024);
  });

  test('it holds at most a mebibyte', () => {
    const ahead = keptBehindOne();
    for (let number = 0; number < 2_000; number++) ahead.add(block(number % 10));
    expect(ahead.resumeAt(2_048)).toBe(2_048 + 1024 * 1024 - 1_024);
  });

  test('nothing is gained when everything has arrived the other way', () => {
    expect(keptBehindOne().resumeAt(5 * 1_024)).toBeNull();
  });
});
