import { StringDecoder } from 'node:string_decoder';

/** What a typed octet led to. `output`: for the terminal, as it is. */
export interface Edited {
  output: string;
  done: Typed | null;
}

export type Typed =
  | { type: 'line'; text: string }
  /** Ctrl-C. */
  | { type: 'interrupt' }
  /** Ctrl-D on an empty line. */
  | { type: 'end' };

export interface LineEditor {
  /** Forgets what was typed of the last line. `secret`: without echo and without history. */
  begin(options: { prompt: string; secret: boolean }): void;
  feed(octet: number): Edited;
}

const maxCharacters = 500;
const keptLines = 50;

const erase = '\b \b';

/**
 * One line as it is typed on a terminal (VT100): backspace, Ctrl-U, Ctrl-C, Ctrl-D, history by the arrow keys. CR, LF and
 * CR LF end a line. No I/O.
 */
export function createLineEditor(): LineEditor {
  let prompt = '';
  let secret = false;
  let characters: string[] = [];
  let decoder = new StringDecoder('utf8');
  let pending: 'none' | 'begun' | 'sequence' = 'none';
  let afterReturn = false;
  const history: string[] = [];
  /** Place in the history; its length: the line that is being typed. */
  let place = 0;

  const quiet: Edited = { output: '', done: null };
  const shown = (output: string): Edited => ({ output: secret ? '' : output, done: null });

  function finish(): Edited {
    const text = characters.join('');
    if (!secret && text.trim() !== '' && text !== history.at(-1)) {
      history.push(text);
      if (history.length > keptLines) history.shift();
    }
    return { output: '\r\n', done: { type: 'line', text } };
  }

  function recall(step: -1 | 1): Edited {
    const next = Math.min(Math.max(place + step, 0), history.length);
    if (secret || next === place) return quiet;
    place = next;
    const width = characters.length;
    characters = [...(history[place] ?? '')];
    return shown(`${erase.repeat(width)}${characters.join('')}`);
  }

  function inEscape(octet: number): Edited {
    if (pending === 'begun') {
      pending = octet === 0x5b || octet === 0x4f ? 'sequence' : 'none';
      return quiet;
    }
    // Parameters come first; a letter or a tilde ends the sequence (ECMA-48 §5.4).
    if (octet < 0x40) return quiet;
    pending = 'none';
    if (octet === 0x41) return recall(-1);
    return octet === 0x42 ? recall(1) : quiet;
  }

  function backspace(): Edited {
    if (characters.pop() === undefined) return quiet;
    return shown(erase);
  }

  function eraseLine(): Edited {
    const width = characters.length;
    characters = [];
    return shown(erase.repeat(width));
  }

  function type(octet: number): Edited {
    const text = decoder.write(Buffer.from([octet]));
    if (text === '' || characters.length >= maxCharacters) return quiet;
    characters.push(...text);
    return shown(text);
  }

  return {
    begin(options) {
      ({ prompt, secret } = options);
      characters = [];
      decoder = new StringDecoder('utf8');
      pending = 'none';
      place = history.length;
    },
    feed(octet) {
      const isSecondOfPair = afterReturn && octet === 0x0a;
      afterReturn = octet === 0x0d;
      if (isSecondOfPair) return quiet;
      if (pending !== 'none') return inEscape(octet);
      switch (octet) {
        case 0x0d:
        case 0x0a:
          return finish();
        case 0x03:
          return { output: '^C\r\n', done: { type: 'interrupt' } };
        case 0x04:
          return characters.length === 0 ? { output: '\r\n', done: { type: 'end' } } : quiet;
        case 0x08:
        case 0x7f:
          return backspace();
        case 0x0c:
          return { output: `\r\n${prompt}${secret ? '' : characters.join('')}`, done: null };
        case 0x15:
          return eraseLine();
        case 0x1b:
          pending = 'begun';
          return quiet;
        default:
          return octet < 0x20 ? quiet : type(octet);
      }
    },
  };
}
