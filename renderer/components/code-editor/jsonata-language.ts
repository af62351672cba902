import { StreamLanguage, type StringStream } from '@codemirror/language';

interface JsonataState {
  inComment: boolean;
}

const words = /^(and|or|in|function|true|false|null)\b/;

/** Colours of JSONata: comments, texts, numbers, `$variables`, `` `quoted names` `` and the few words that it has. */
export const jsonataLanguage = StreamLanguage.define<JsonataState>({
  name: 'jsonata',
  startState: () => ({ inComment: false }),
  token: readToken,
  languageData: {
    commentTokens: { block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'"] },
  },
});

function readToken(stream: StringStream, state: JsonataState): string | null {
  if (state.inComment || stream.match('/*')) {
    state.inComment = true;
    while (!stream.eol()) {
      if (stream.match('*/')) {
        state.inComment = false;
        break;
      }
      stream.next();
    }
    return 'comment';
  }
  if (stream.eatSpace()) return null;
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return 'string';
  if (stream.match(/^`[^`]*`?/)) return 'propertyName';
  if (stream.match(/^\d+(\.\d+)?([eE][-+]?\d+)?/)) return 'number';
  if (stream.match(/^\$\w*/)) return 'variableName';
  const word = stream.match(words);
  if (word) return 'keyword';
  if (stream.match(/^[A-Za-z_]\w*/)) return 'propertyName';
  if (stream.match(/^(:=|~>|\.\.|!=|<=|>=|[-+*/%=<>&?:^@#|])/)) return 'operator';
  stream.next();
  return null;
}
