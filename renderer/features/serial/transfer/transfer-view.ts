import {
  maxTransferFiles,
  type SerialTransfer,
  type TransferProtocol,
} from '#shared/bridge/serial-transfer.ts';
import { formatBytes, formatRate } from '#shared/format/bytes.ts';
import type { MarkKind } from '../../../components/mark.tsx';
import { formatTimeLeft } from '../../../lib/format/duration.ts';
import { count } from '../../../lib/format/words.ts';

export const protocolWords: Record<TransferProtocol, string> = {
  zmodem: 'ZMODEM',
  ymodem: 'YMODEM',
  'ymodem-g': 'YMODEM-g',
  'xmodem-1k': 'XMODEM-1k',
  'xmodem-crc': 'XMODEM-CRC',
  xmodem: 'XMODEM',
};

/** What a person needs to choose: the best one that the device knows. */
export const protocolHints: Record<TransferProtocol, string> = {
  zmodem: 'Fastest; several files with their names; goes on after faults (rz, sz)',
  ymodem: 'Several files with their names (rb, sb)',
  'ymodem-g': 'As YMODEM without repeats: for lines that lose nothing',
  'xmodem-1k': 'One file without a name, blocks of 1 kB (rx, sx -k)',
  'xmodem-crc': 'One file without a name, for most boot loaders (rx, sx)',
  xmodem: 'One file without a name, the oldest form',
};

/** Best first. */
export const protocolOrder: readonly TransferProtocol[] = [
  'zmodem',
  'ymodem',
  'ymodem-g',
  'xmodem-1k',
  'xmodem-crc',
  'xmodem',
];

export const isXmodem = (protocol: TransferProtocol): boolean => protocol.startsWith('xmodem');

/** Why so many files cannot go at once; null when they can. */
export function whyTooMany(protocol: TransferProtocol, files: number): string | null {
  if (isXmodem(protocol) && files > 1)
    return 'XMODEM carries one file. Take the others out, or choose YMODEM or ZMODEM.';
  if (files > maxTransferFiles)
    return `At most ${maxTransferFiles} files go at once. Take some out, or pack them into one.`;
  return null;
}

export const endMarks: Record<NonNullable<SerialTransfer['end']>, MarkKind> = {
  completed: 'good',
  'completed-unconfirmed': 'warning',
  cancelled: 'cancelled',
  'cancelled-by-peer': 'warning',
  timeout: 'bad',
  'too-many-errors': 'bad',
  failed: 'bad',
};

const endWords: Record<NonNullable<SerialTransfer['end']>, string> = {
  completed: 'done',
  'completed-unconfirmed': 'done, but not confirmed by the device',
  cancelled: 'cancelled',
  'cancelled-by-peer': 'cancelled by the device',
  timeout: 'ended: the device did not answer',
  'too-many-errors': 'ended: too many errors on the line',
  failed: 'failed',
};

/** `Sending image.bin by ZMODEM`; `Receiving by XMODEM-CRC: done`. */
export function transferTitle(transfer: SerialTransfer): string {
  const protocol = protocolWords[transfer.protocol];
  const what = transfer.direction === 'send' ? 'Sending' : 'Receiving';
  const name = transfer.file?.name ? ` ${transfer.file.name}` : '';
  if (transfer.end === null) return `${what}${name} by ${protocol}`;
  return `${what} by ${protocol}: ${endWords[transfer.end]}`;
}

/** The question as a title. */
export function questionTitle(transfer: SerialTransfer): string {
  const { question } = transfer;
  const protocol = protocolWords[transfer.protocol];
  if (question?.kind === 'replace') return `${question.name} already exists`;
  return question?.direction === 'send'
    ? `The device waits for a file by ${protocol}`
    : `The device wants to send a file by ${protocol}`;
}

/** 0…1 of the file under way; null while its size is not known. */
export const transferFraction = ({ bytes, totalBytes }: SerialTransfer): number | null =>
  totalBytes === null || totalBytes === 0 ? null : Math.min(1, bytes / totalBytes);

/** `1.2 MB of 4.0 MB`, `11.2 kB/s`, `about 4 min left`, `2 repeats`, `file 2`. */
export function transferFigures(transfer: SerialTransfer): string[] {
  const { bytes, totalBytes, bytesPerSecond, secondsLeft, retries, file } = transfer;
  const left = formatTimeLeft(secondsLeft);
  return [
    totalBytes === null ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`,
    formatRate(bytesPerSecond),
    ...(left === null ? [] : [left]),
    ...(retries > 0 ? [count(retries, 'repeat')] : []),
    ...(file !== null && file.index > 0 ? [`file ${file.index + 1}`] : []),
  ];
}

const outcomeWords: Record<SerialTransfer['files'][number]['outcome'], string> = {
  completed: '',
  'completed-unconfirmed': ', not confirmed',
  skipped: ', skipped',
};

/** `image.bin, 4.0 MB`; of XMODEM with what may be no content. */
export function fileWords({ name, bytes, paddedBytes, outcome }: SerialTransfer['files'][number]): string {
  const padding =
    paddedBytes > 0 ? ` (the last ${count(paddedBytes, 'byte')} may only fill the last block)` : '';
  return `${name === '' ? 'file' : name}, ${formatBytes(bytes)}${outcomeWords[outcome]}${padding}`;
}
