import type { Entry, ZipFile } from 'yauzl';
import { readAt } from './read-at.ts';

/** Signature, CRC, packed and unpacked size, the sizes with 8 bytes each in zip64. */
const longestBytes = 24;
const signature = 0x08074b50;

/**
 * Whether the sizes and the checksum that a streaming writer put behind the data of `entry` agree with the central
 * directory. `at` is where the data ends. The signature before them is optional, and so is their being zip64.
 */
export async function descriptorAgrees(zip: ZipFile, entry: Entry, at: number): Promise<boolean> {
  const bytes = await readAt(zip, at, longestBytes);
  const start = bytes.length >= 4 && bytes.readUInt32LE(0) === signature ? 4 : 0;
  // Without a signature a checksum may look like one.
  return fields(entry, bytes.subarray(start)) || fields(entry, bytes);
}

function fields(entry: Entry, bytes: Buffer): boolean {
  if (bytes.length < 12 || bytes.readUInt32LE(0) !== entry.crc32) return false;
  const { compressedSize, uncompressedSize } = entry;
  if (bytes.readUInt32LE(4) === compressedSize && bytes.readUInt32LE(8) === uncompressedSize) return true;
  return (
    bytes.length >= 20 &&
    bytes.readBigUInt64LE(4) === BigInt(compressedSize) &&
    bytes.readBigUInt64LE(12) === BigInt(uncompressedSize)
  );
}
