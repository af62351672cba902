import { createContext, Script } from 'node:vm';
import { createAnsiStripper } from './ansi-stripper.ts';

/** What a script waits for. */
export type Expectation = { text: string } | { pattern: string };

/** What came since the last match, for a script that waits for something in it. Takes any chunking. */
export interface ExpectBuffer {
  feed(bytes: Uint8Array): void;
  /** Whether it has come. What lies up to its end then counts no more. */
  take(expectation: Expectation): boolean;
  /** The last words, for the sentence of a time-out. */
  lastSeen(): string;
}

/** While nobody waits, so much is kept; a prompt stands at the end of it. */
const keptCharacters = 64 * 1024;
/** While somebody waits, what was searched without success stays this long in view, and so much is new at a time. */
const windowCharacters = 4_096;
/** A pattern that takes longer on twice that never ends (`(a+)+$`); it counts as not found. */
const patternMs = 100;

export function createExpectBuffer(): ExpectBuffer {
  const decoder = new TextDecoder('utf-8');
  const stripper = createAnsiStripper();
  /** Looked through by the last search, without a match. */
  let searched = '';
  /** Not looked at yet. */
  let fresh = '';

  return {
    feed(bytes) {
      fresh += stripper.strip(decoder.decode(bytes, { stream: true }));
      if (fresh.length > keptCharacters) fresh = fresh.slice(-keptCharacters);
    },
    take(expectation) {
      while (fresh !== '') {
        const window = searched + fresh.slice(0, windowCharacters);
        const end = endOfMatch(expectation, window);
        const after = fresh.slice(windowCharacters);
        if (end !== null) {
          fresh = window.slice(end) + after;
          searched = '';
          return true;
        }
        searched = window.slice(-windowCharacters);
        fresh = after;
      }
      return false;
    },
    lastSeen: () => (searched + fresh).slice(-80).trim(),
  };
}

function endOfMatch(expectation: Expectation, window: string): number | null {
  if ('text' in expectation) {
    const at = window.indexOf(expectation.text);
    return at < 0 ? null : at + expectation.text.length;
  }
  return endOfPattern(expectation.pattern, window);
}

const search = new Script(
  'found = new RegExp(pattern, "m").exec(window); found && found.index + found[0].length',
);

/** Null: not found, or it took too long. In a context of its own, because only such a search can be broken off. */
function endOfPattern(pattern: string, window: string): number | null {
  const context = createContext({ pattern, window });
  try {
    const end: unknown = search.runInContext(context, { timeout: patternMs });
    return typeof end === 'number' ? end : null;
  } catch {
    return null;
  }
}

/** Why a pattern cannot be used, or null. */
export function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern, 'm');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
