import type { Entry, LocalFileHeader } from 'yauzl';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { decodeName, isSafeName } from './entry-name.ts';
import { archiveLimits } from './limits.ts';

const typeMask = 0o170000;
const regularFile = 0o100000;
const folder = 0o040000;

const flags = { encrypted: 0x1, sizesFollow: 0x8, strongEncryption: 0x40, maskedHeaders: 0x2000 };
const compressionMethods = { stored: 0, deflated: 8 };
/** A 32-bit size that says "see the zip64 field". */
const zip64Marker = 0xffffffff;

/** Name and kind of an entry that passed the guards of the central directory. */
export interface CheckedEntry {
  name: string;
  folder: boolean;
}

/** Every guard that the central directory alone can answer. `file` is the archive's name for people. */
export function checkEntry(entry: Entry, file: string): CheckedEntry | Failure {
  const whole = decodeName(entry.fileNameRaw);
  if (whole === null) {
    return failure('ARCHIVE_UNSAFE_NAME', { file, entry: entry.fileNameRaw.toString('latin1') });
  }
  const namedFolder = whole.endsWith('/');
  const name = namedFolder ? whole.slice(0, -1) : whole;
  if (!isSafeName(name)) return failure('ARCHIVE_UNSAFE_NAME', { file, entry: whole });

  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  const typeFits = type === 0 || type === (namedFolder ? folder : regularFile);
  if (!typeFits || (namedFolder && entry.uncompressedSize > 0)) {
    return failure('ARCHIVE_UNSAFE_TYPE', { file, entry: whole });
  }
  const encrypted = flags.encrypted | flags.strongEncryption | flags.maskedHeaders;
  if ((entry.generalPurposeBitFlag & encrypted) !== 0)
    return failure('ARCHIVE_ENCRYPTED', { file, entry: whole });
  const { stored, deflated } = compressionMethods;
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    const what = `"${whole}" is packed in a way (${entry.compressionMethod}) that is not supported`;
    return failure('ARCHIVE_TRUNCATED', { file, what });
  }
  if (entry.compressionMethod === stored && entry.compressedSize !== entry.uncompressedSize) {
    return failure('ARCHIVE_HEADERS_DISAGREE', { file, entry: whole });
  }
  if (entry.uncompressedSize > entry.compressedSize * archiveLimits.ratio) {
    return failure('ARCHIVE_RATIO', { file, entry: whole, limit: archiveLimits.ratio });
  }
  return { name, folder: namedFolder };
}

/** Whether sizes and checksum stand behind the data, because the writer did not know them before. */
export const sizesFollow = (local: LocalFileHeader): boolean =>
  (local.generalPurposeBitFlag & flags.sizesFollow) !== 0;

/** Whether the header before the data says the same as the central directory, so that no other reader sees another file. */
export function headersAgree(entry: Entry, local: LocalFileHeader): boolean {
  const agrees = (localValue: number, centralValue: number) =>
    localValue === centralValue || (localValue === 0 && sizesFollow(local));
  const sizeAgrees = (localValue: number, centralValue: number) =>
    agrees(localValue, centralValue) || (localValue === zip64Marker && local.extraField.length >= 20);
  return (
    local.fileName.equals(entry.fileNameRaw) &&
    local.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
    local.compressionMethod === entry.compressionMethod &&
    agrees(local.crc32, entry.crc32) &&
    sizeAgrees(local.compressedSize, entry.compressedSize) &&
    sizeAgrees(local.uncompressedSize, entry.uncompressedSize)
  );
}
