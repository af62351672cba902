import type { FileToSend } from '../file-ports.ts';
import type { OfferedFile } from '../machine.ts';

/** What is left to send, this file included; an estimate for the receiver's display. */
export interface Remaining {
  files: number;
  bytes: number;
}

/** Regular file, readable by all: sent where the mode of the file is not known. */
const defaultMode = 0o100644;

/**
 * "ZFILE frame file information": name, NUL, then decimal length, octal seconds since 1970, octal mode, serial number 0,
 * files left, bytes left, NUL.
 */
export function encodeFileInfo(file: FileToSend, remaining: Remaining): Uint8Array {
  const seconds = file.modifiedMs === null ? 0 : Math.max(0, Math.floor(file.modifiedMs / 1000));
  const fields = [
    file.bytes,
    seconds.toString(8),
    defaultMode.toString(8),
    0,
    remaining.files,
    remaining.bytes,
  ];
  return Buffer.from(`${file.name}\0${fields.join(' ')}\0`);
}

/** Everything but the name may be missing; what is no number counts as missing. */
export function parseFileInfo(content: Uint8Array): OfferedFile {
  const [name = '', fields = ''] = Buffer.from(content).toString('utf8').split('\0');
  const [length = '', modified = ''] = fields.trim().split(' ');
  const seconds = /^[0-7]{1,15}$/.test(modified) ? Number.parseInt(modified, 8) : 0;
  return {
    name,
    bytes: /^\d{1,15}$/.test(length) ? Number(length) : null,
    modifiedMs: seconds > 0 ? seconds * 1000 : null,
  };
}
