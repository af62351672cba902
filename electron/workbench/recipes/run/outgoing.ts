import type { Recipe } from '#shared/recipes/recipe.ts';
import { fillIn, type VariableValues } from '#shared/recipes/template.ts';

const lineEnds = { cr: '\r', lf: '\n', crlf: '\r\n' } as const;

export interface Outgoing {
  bytes: Uint8Array;
  /** As it may be shown: secrets masked. */
  shown: string;
}

/** What a step sends: `line` with the recipe's line end, `text` as it is, `bytes` in hexadecimal. */
export function outgoingOf(
  said: { line?: string | undefined; text?: string | undefined; bytes?: string | undefined },
  recipe: Recipe,
  values: VariableValues,
): Outgoing {
  if (said.bytes !== undefined) {
    const bytes = Buffer.from(said.bytes.replace(/\s/g, ''), 'hex');
    return { bytes, shown: bytes.toString('latin1') };
  }
  const end = said.line === undefined ? '' : lineEnds[recipe.line.newline];
  const { text, shown } = fillIn(said.line ?? said.text ?? '', values);
  return { bytes: Buffer.from(text + end, 'utf8'), shown: shown + end };
}
