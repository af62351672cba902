/** Bytes (one character a byte) as text that can be shown and kept: UTF-8 where it is, control characters as `\x1b`. */
export const printable = (bytes: string): string =>
  Buffer.from(bytes, 'latin1')
    .toString('utf8')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is made visible.
    .replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => escapes.get(character) ?? hexadecimal(character));

const escapes: ReadonlyMap<string, string> = new Map([
  ['\t', '\t'],
  ['\r', '\\r'],
  ['\n', '\\n'],
]);

const hexadecimal = (character: string): string =>
  `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
