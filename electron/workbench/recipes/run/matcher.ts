import type { RecipeAnswer } from '#shared/recipes/step.ts';
import { escapeRegex, fillIn, type VariableValues } from '#shared/recipes/template.ts';
import { asBytes } from './unread.ts';

/** A regular expression sees at most so much of a line; of a longer line it sees the end, without a begin. */
const maxLineLength = 1_024;
/** Stands before a line whose begin was cut off, so that `^` does not match there. */
const cut = '\ufffd';
/** More than the longest text of a recipe has in bytes. */
const windowLength = 8 * 1_024;

export interface Match {
  /** Number of the answer. */
  answer: number;
  /** What came behind it and was not looked at. */
  rest: string;
}

/**
 * Looks for the answers of a step. The first byte with which one of them is complete decides, and among those that are complete with it
 * the first in the list: so the outcome does not depend on how the bytes arrived.
 */
export interface Matcher {
  /** What arrived next, one character a byte. */
  feed(arrived: string): Match | null;
}

export function createMatcher(answers: readonly RecipeAnswer[], values: VariableValues): Matcher {
  const texts = answers.map(({ text }) => (text === undefined ? null : asBytes(fillIn(text, values).text)));
  const expressions = answers.map(({ regex }) =>
    regex === undefined
      ? null
      : new RegExp(fillIn(regex, values, (value) => escapeRegex(asBytes(value))).text),
  );
  const hasExpressions = expressions.some((expression) => expression !== null);
  let seen = '';

  /** Behind the text that is complete first, or the end of what is there. */
  const limitOf = (all: string): number =>
    texts.reduce((limit, wanted) => {
      const at = wanted === null ? -1 : all.indexOf(wanted, Math.max(0, seen.length + 1 - wanted.length));
      return at < 0 || wanted === null ? limit : Math.min(limit, at + wanted.length);
    }, all.length);

  function answerAt(all: string, end: number): number {
    const line = hasExpressions ? lineUpTo(all, end) : '';
    return answers.findIndex((_answer, index) => {
      const wanted = texts[index] ?? null;
      return wanted === null ? (expressions[index]?.test(line) ?? false) : all.endsWith(wanted, end);
    });
  }

  return {
    feed(arrived) {
      const all = seen + arrived;
      const limit = limitOf(all);
      // Without expressions nothing can be complete before the limit.
      for (
        let end = hasExpressions ? seen.length + 1 : Math.max(limit, seen.length + 1);
        end <= limit;
        end += 1
      ) {
        const answer = answerAt(all, end);
        if (answer >= 0) return { answer, rest: all.slice(end) };
      }
      seen = all.slice(-windowLength);
      return null;
    },
  };
}

/** What has arrived of the line that the byte before `end` belongs to; a whole one ends with LF, whatever the board ends its lines with. */
function lineUpTo(text: string, end: number): string {
  const isLineEnd = (at: number) => text[at] === '\n' || text[at] === '\r';
  const stop = isLineEnd(end - 1) ? end - 1 : end;
  const least = Math.max(0, stop - maxLineLength);
  let start = stop;
  while (start > least && !isLineEnd(start - 1)) start -= 1;
  const line = text.slice(start, stop) + (stop < end ? '\n' : '');
  return start > 0 && !isLineEnd(start - 1) ? `${cut}${line}` : line;
}
