import { describe, expect, test } from 'vitest';
import { createPromptDetector } from '#platform/transfer/zmodem/prompt.ts';

describe('ZMODEM that begins on a console', () => {
  const sends = '$ sz file\r\nrz\r**\x18B00000000000000\r\x8a\x11';
  const receives = 'rz waiting to receive.**\x18B0100000023be50\r\x8a\x11';
  const see = (text: string, pieceBytes: number) => {
    const detect = createPromptDetector();
    const bytes = Buffer.from(text, 'latin1');
    const seen: (string | null)[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes)
      seen.push(detect(bytes.subarray(at, at + pieceBytes)));
    return seen.filter((prompt) => prompt !== null);
  };

  test.each([1, 3, 1_000])('is noticed, in pieces of %d', (pieceBytes) => {
    expect(see(sends, pieceBytes)).toEqual(['peer-sends']);
    expect(see(receives, pieceBytes)).toEqual(['peer-receives']);
  });

  test.each([
    ['text about it', 'the header is **^XB00000000000000'],
    ['one with a wrong checksum', '**\x18B0100000023be51\r\x8a\x11'],
    ['one that is not an invitation', '**\x18B0800000000022d\r\x8a'],
  ])('%s is not', (_what, text) => {
    expect(see(text, 1_000)).toEqual([]);
  });
});
