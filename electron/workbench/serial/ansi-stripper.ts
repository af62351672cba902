/** Takes colours, cursor movements and titles out of text, cut anywhere. */
export interface AnsiStripper {
  strip(text: string): string;
}

/**
 * Where in a sequence we are (ECMA-48 §5.4): after ESC, in a control sequence (CSI … final byte), or in a string
 * (OSC, DCS, SOS, PM, APC … BEL or ST), whose ST is two characters.
 */
type Place = 'text' | 'escape' | 'sequence' | 'string' | 'string-escape';

/** A line at the wrong rate begins strings that never end: after so many characters it was none. */
const maxSequenceCharacters = 4_096;

const csi = '\u009b';
const esc = '\u001b';
const bell = '\u0007';
const stringTerminator = '\u009c';
const isControl = (character: string): boolean =>
  (character < ' ' && character !== '\n' && character !== '\r' && character !== '\t') ||
  (character >= '\u007f' && character <= '\u009f');

export function createAnsiStripper(): AnsiStripper {
  let place: Place = 'text';
  let length = 0;

  const enter = (next: Place): Place => {
    length = 0;
    return next;
  };

  /** Where the character leads to; `keep` is set apart, because only plain text has any. */
  function step(character: string): Place {
    length += 1;
    if (length > maxSequenceCharacters) return 'text';
    switch (place) {
      case 'escape':
        if (character === '[') return enter('sequence');
        if (/[\]PX^_]/.test(character)) return enter('string');
        // Intermediate bytes go on, anything else was the whole sequence.
        return character >= ' ' && character <= '/' ? 'escape' : 'text';
      case 'sequence':
        if (character === esc) return 'escape';
        return character >= '@' && character <= '~' ? 'text' : 'sequence';
      case 'string':
        if (character === esc) return 'string-escape';
        return character === bell || character === stringTerminator ? 'text' : 'string';
      case 'string-escape':
        return character === '\\' ? 'text' : 'string';
      default:
        if (character === esc) return enter('escape');
        return character === csi ? enter('sequence') : 'text';
    }
  }

  return {
    strip(text) {
      // Most of what arrives has none.
      if (place === 'text' && !/[^\n\r\t -~\u00a0-\uffff]/.test(text)) return text;
      let kept = '';
      for (const character of text) {
        const before = place;
        place = step(character);
        if (before === 'text' && place === 'text' && !isControl(character)) kept += character;
      }
      return kept;
    },
  };
}
