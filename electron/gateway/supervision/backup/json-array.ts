import { StringDecoder } from 'node:string_decoder';

/** Longest text of one item; a part may be much larger. */
const maxItemCharacters = 16 * 1024 * 1024;

/** JSON without the name `__proto__`: the schemas drop it without a word, and with it a part of the configuration. */
export const parseItem = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => {
    if (name === '__proto__') throw new SyntaxError('the name __proto__ cannot be kept');
    return value;
  });

/**
 * Splits the text of a JSON array into its items while it streams in, so that a part of any size is read in bounded
 * memory. Throws a SyntaxError for text that is not one array; whether each item is JSON is for `JSON.parse`.
 */
export async function* jsonArrayItems(source: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  const splitter = createSplitter();
  const decoder = new StringDecoder('utf8');
  for await (const chunk of source) yield* splitter.take(decoder.write(chunk));
  yield* splitter.take(decoder.end());
  splitter.finish();
}

type Position = 'before' | 'first' | 'item' | 'next' | 'after';

function createSplitter() {
  const state = { position: 'before' as Position, depth: 0, inString: false, escaped: false, item: '' };

  const itemEnds = (character: string): boolean =>
    !state.inString && state.depth === 0 && (character === ',' || character === ']');

  const track = (character: string): void => {
    if (state.inString) {
      if (state.escaped) state.escaped = false;
      else if (character === '\\') state.escaped = true;
      else if (character === '"') state.inString = false;
    } else if (character === '"') state.inString = true;
    else if (character === '{' || character === '[') state.depth += 1;
    else if (character === '}' || character === ']') state.depth -= 1;
  };

  function* endItem(character: string): Generator<unknown> {
    const text = state.item;
    state.item = '';
    state.position = character === ',' ? 'next' : 'after';
    yield parseItem(text);
  }

  return {
    *take(text: string): Generator<unknown> {
      // Start of the item's characters within this piece: appended in one go, not one by one.
      let from = 0;
      for (let index = 0; index < text.length; index++) {
        const character = text.charAt(index);
        if (state.position === 'item') {
          if (itemEnds(character)) {
            state.item += text.slice(from, index);
            yield* endItem(character);
          } else track(character);
          continue;
        }
        if (/\s/.test(character)) continue;
        if (state.position === 'before' && character === '[') state.position = 'first';
        else if (state.position === 'first' && character === ']') state.position = 'after';
        else if (state.position === 'first' || state.position === 'next') {
          state.position = 'item';
          from = index;
          track(character);
        } else throw new SyntaxError(`unexpected ${JSON.stringify(character)}; a list was expected`);
      }
      if (state.position === 'item') state.item += text.slice(from);
      if (state.item.length > maxItemCharacters) throw new SyntaxError('one item is too long');
    },
    finish(): void {
      if (state.position !== 'after') throw new SyntaxError('the list is cut off');
    },
  };
}
