const columns = 80;

/**
 * Text as lines of a terminal, none wider than it is, so that the terminal does not have to break them. What a terminal would
 * take for a command, as it may stand in a log, becomes visible instead.
 */
export function toLines(text: string): string[] {
  const safe = text
    .replace(/\t/g, '  ')
    .replace(/\r/g, '')
    .replace(/[\p{Cc}]/gu, (character) => (character === '\n' ? character : '.'));
  return safe.replace(/\n$/, '').split('\n').flatMap(wrap);
}

/** At spaces where there are any; what goes on is indented. */
function wrap(line: string): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const at = space > columns / 2 ? space : columns;
    lines.push(rest.slice(0, at));
    rest = `  ${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}

/** Columns as wide as their widest cell, two spaces apart. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
