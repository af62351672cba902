import { describe, expect, test } from 'vitest';
import { encodeFileInfo, parseFileInfo } from '#platform/transfer/zmodem/file-info.ts';

describe('what a ZFILE frame says of a file', () => {
  const file = { name: 'größe.bin', bytes: 1_234, modifiedMs: 1_700_000_000_000 };

  test('is read as it was written', () => {
    const encoded = encodeFileInfo(file, { files: 2, bytes: 5_000 });
    expect(Buffer.from(encoded).toString()).toBe('größe.bin\x001234 14524770400 100644 0 2 5000\0');
    expect(parseFileInfo(encoded)).toEqual(file);
  });

  test.each([
    ['only a name', 'a\0\0', { name: 'a', bytes: null, modifiedMs: null }],
    ['no time', 'a\x0012', { name: 'a', bytes: 12, modifiedMs: null }],
    ['time 0 is none', 'a\x0012 0 0', { name: 'a', bytes: 12, modifiedMs: null }],
    ['no numbers', 'a\0many 9z', { name: 'a', bytes: null, modifiedMs: null }],
    ['a negative size', 'a\0-5 1', { name: 'a', bytes: null, modifiedMs: 1_000 }],
    ['nothing', '', { name: '', bytes: null, modifiedMs: null }],
  ])('%s', (_what, text, offered) => {
    expect(parseFileInfo(Buffer.from(text))).toEqual(offered);
  });
});
