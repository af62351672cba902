/** Bytes as hexadecimal digits behind `0x`, with or without gaps; anything else is text. */
const digits = /^0x((?:\s*[0-9a-f]{2})+)\s*$/i;

/** What is looked for among bytes: `0x0d 0a`, or text as UTF-8, upper and lower case apart. Null: nothing was entered. */
export function hexQuery(search: string): Uint8Array | null {
  if (search === '') return null;
  const pairs = digits.exec(search)?.[1]?.match(/[0-9a-f]{2}/gi);
  return pairs
    ? Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))
    : new TextEncoder().encode(search);
}
