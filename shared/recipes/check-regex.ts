/**
 * Whether an expression can be used: it has to be one, of ASCII (it is matched against bytes), and one that cannot take for ever.
 * Time explodes where a repeated group can match the same text in two ways, so a repeated group may hold neither a repetition nor
 * an alternative; `(?:ab)+` and `[a-z]+` are fine, `(a+)+` and `(a|b)*` are refused. Null: nothing to complain about.
 */
export function regexComplaint(source: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for.
  if (!/^[\x00-\x7f]*$/.test(source))
    return 'An expression has ASCII characters only; use "text" for others.';
  try {
    new RegExp(source);
  } catch {
    return `"${source}" is not a regular expression.`;
  }
  return repeatsRepetition(source)
    ? `"${source}" repeats a group that holds a repetition or an alternative; that can take for ever.`
    : null;
}

interface Group {
  /** Holds a repetition, an alternative or a reference back. */
  complex: boolean;
}

const isRepetition = (source: string, at: number): boolean =>
  /^(?:[*+?]|\{\d+,?\d*\})/.test(source.slice(at, at + 12));

/** Walks a valid expression once. A `?` counts as a repetition inside a group, but a group may be optional. */
function repeatsRepetition(source: string): boolean {
  const open: Group[] = [{ complex: false }];
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    const group = open.at(-1);
    if (group === undefined) return true;
    if (character === '\\') {
      if (/[1-9k]/.test(source[at + 1] ?? '')) group.complex = true;
      at += 1;
    } else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') {
      open.push({ complex: false });
      if (source[at + 1] === '?') at += 1;
    } else if (character === ')') {
      open.pop();
      const outer = open.at(-1);
      const repeated = isRepetition(source, at + 1);
      if (repeated && group.complex && source[at + 1] !== '?') return true;
      if (outer !== undefined && (group.complex || repeated)) outer.complex = true;
    } else if (character === '|' || isRepetition(source, at)) group.complex = true;
  }
  return false;
}
