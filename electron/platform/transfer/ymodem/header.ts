import type { FileToSend } from '../file-ports.ts';
import type { OfferedFile } from '../machine.ts';
import { type BlockBytes, encodeBlock } from '../xmodem/block.ts';
import type { Check } from '../xmodem/control.ts';

/*
 * Block 0 ("XMODEM/YMODEM Protocol Reference", chapter 5), filled with NUL:
 *   name NUL length SP time SP mode …
 * length in decimal, time (seconds since 1970) and mode in octal; all but the name may be missing. No name: no more files.
 */

/** rw-r--r-- of a regular file. Ours are sent as such, whatever they are here. */
const regularFile = 0o100644;

export function encodeHeader(file: FileToSend, check: Check): Uint8Array {
  const seconds = Math.max(0, Math.floor((file.modifiedMs ?? 0) / 1_000));
  const facts = `${file.bytes} ${seconds.toString(8)} ${regularFile.toString(8)}`;
  const content = Buffer.from(`${cutName(file.name, facts.length)}\0${facts}`);
  // A NUL has to follow, or the last number runs on.
  const bytes: BlockBytes = content.length < 128 ? 128 : 1024;
  return encodeBlock(0, content, bytes, check, 0);
}

/** Names that do not fit lose their beginning: the ending says more. */
function cutName(name: string, factBytes: number): string {
  const room = 1024 - factBytes - 2;
  let used = 0;
  const kept = [...name].reverse().filter((character) => {
    used += Buffer.byteLength(character);
    return used <= room;
  });
  return kept.reverse().join('');
}

export const encodeLastHeader = (check: Check): Uint8Array => encodeBlock(0, new Uint8Array(), 128, check, 0);

/** Null: no more files. */
export function parseHeader(content: Uint8Array): OfferedFile | null {
  const text = Buffer.from(content);
  const nameEnd = text.indexOf(0) === -1 ? text.length : text.indexOf(0);
  if (nameEnd === 0) return null;
  const factsEnd = text.indexOf(0, nameEnd + 1);
  const facts = text.toString('latin1', nameEnd + 1, factsEnd === -1 ? text.length : factsEnd);
  const [bytes = '', seconds = ''] = facts.trim().split(/ +/);
  return {
    name: text.toString('utf8', 0, nameEnd),
    bytes: numberIn(bytes, 10),
    // 0 is what senders say that do not know it.
    modifiedMs: (numberIn(seconds, 8) ?? 0) * 1_000 || null,
  };
}

function numberIn(text: string, radix: 8 | 10): number | null {
  const digits = radix === 8 ? /^[0-7]{1,15}$/ : /^\d{1,15}$/;
  return digits.test(text) ? Number.parseInt(text, radix) : null;
}
