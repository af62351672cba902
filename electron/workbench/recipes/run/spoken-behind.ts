import type { RunAsk } from './machine.ts';

type FileAsk = Pick<Extract<RunAsk, { heard: Uint8Array }>, 'ask' | 'protocol'>;

/** What a ZMODEM sender's and receiver's last header looks like behind its ZDLE, and the sender's last word. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: XON is what may stand there.
const zmodemEnd = /^B[0-9a-f]{14}\r[\n\x8a]?\x11?(?:OO)?/;

/**
 * The words that a board said behind the last byte of a transfer, such as its prompt. `heard`: the end of what came, one character a byte.
 * What was sent by the board may be content up to the protocol's last sign; of a transfer that broke off nothing is taken for words
 * unless the board cancelled it.
 */
export function spokenBehind({ ask, protocol }: FileAsk, heard: string, whole: boolean): string {
  if (ask === 'send-file') return behindHeader(heard.slice(lastOf(heard, '\x06', '\x15', '\x18') + 1));
  if (!whole) return withoutBackspaces(behindSign(heard, '\x18'));
  switch (protocol) {
    case 'zmodem':
      return behindHeader(behindSign(heard, '\x18'));
    // The last block is one without a name: nothing but zeros, and their checksum.
    case 'ymodem':
      return behindSign(heard, '\0');
    default:
      return behindSign(heard, '\x04');
  }
}

/** They follow the cancel, to wipe it from a screen. */
const withoutBackspaces = (text: string): string => text.slice(text.lastIndexOf('\x08') + 1);

const behindHeader = (text: string): string => text.replace(zmodemEnd, '');

function behindSign(heard: string, sign: string): string {
  const at = heard.lastIndexOf(sign);
  return at < 0 ? '' : heard.slice(at + 1);
}

/** A "C" of a receiver cannot be told from a letter. */
const lastOf = (heard: string, ...signs: readonly string[]): number =>
  Math.max(...signs.map((sign) => heard.lastIndexOf(sign)));
