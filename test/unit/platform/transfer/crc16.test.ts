import { expect, test } from 'vitest';
import { crc16 } from '#platform/transfer/crc16.ts';
import { checksum } from '#platform/transfer/xmodem/block.ts';

// The check value of CRC-16/XMODEM in the catalogue of parametrised CRC algorithms.
test('the CRC of the digits is the one of the catalogue', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
  expect(crc16(new Uint8Array())).toBe(0);
});

test('the checksum is the sum modulo 256', () => {
  expect(checksum(Buffer.from('123456789'))).toBe(0xdd);
});
