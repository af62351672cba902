export const rowBytes = 16;

/** First byte of the first row: rows begin at multiples of 16, whatever was let go. */
export const firstRowOffset = (cutBefore: number): number => cutBefore - (cutBefore % rowBytes);

export const rowCount = (cutBefore: number, total: number): number =>
  Math.ceil((total - firstRowOffset(cutBefore)) / rowBytes);

export interface HexRow {
  offset: string;
  hex: string;
  ascii: string;
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
const shown = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

/** Where the columns of a row begin and end in its text: a gap between two bytes, a wider one in the middle. */
export const hexColumn = (column: number): number => column * 3 + (column >= rowBytes / 2 ? 1 : 0);

/** Columns [from, to) of a row that a hit covers; null: none. */
export function hitColumns(
  offset: number,
  hit: { at: number; bytes: number } | null,
): [number, number] | null {
  if (hit === null) return null;
  const from = Math.max(0, hit.at - offset);
  const to = Math.min(rowBytes, hit.at + hit.bytes - offset);
  return from < to ? [from, to] : null;
}

/** One row as it is drawn. `at` answers null for a byte that is not read yet, and undefined for one that is not kept. */
export function hexRow(offset: number, at: (offset: number) => number | null | undefined): HexRow {
  const hex: string[] = [];
  let ascii = '';
  for (let column = 0; column < rowBytes; column++) {
    const byte = at(offset + column);
    hex.push(byte === undefined ? '  ' : byte === null ? '··' : hexByte(byte));
    ascii += byte === undefined || byte === null ? ' ' : shown(byte);
    if (column === rowBytes / 2 - 1) hex.push('');
  }
  return { offset: offset.toString(16).padStart(8, '0'), hex: hex.join(' '), ascii };
}
