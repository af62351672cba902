import type { ZipFile } from 'yauzl';
import { readAt } from './read-at.ts';

const endSignatures = [0x06054b50, 0x06064b50];

/**
 * Whether the central directory, of which every entry was read, ends where its end record (zip64 or not) begins. An end
 * record that counts too few entries would hide the others: they lie in the file, and other programs unpack them.
 */
export async function directoryEnds(zip: ZipFile): Promise<boolean> {
  // Its declared type is wrong: where the next entry would be read from.
  const at = Number(zip.readEntryCursor);
  const bytes = await readAt(zip, at, 4);
  return bytes.length === 4 && endSignatures.includes(bytes.readUInt32LE());
}
