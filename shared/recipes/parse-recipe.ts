import { type Document, isAlias, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { checkRecipe } from './check-recipe.ts';
import type { Complaint } from './complaint.ts';
import { type Recipe, recipeLimits, recipeSchema } from './recipe.ts';
import { stepKinds } from './step.ts';
import { placeAt, placeOf, placeOfKey } from './yaml-place.ts';

export type ParsedRecipe = { ok: true; recipe: Recipe } | { ok: false; complaints: Complaint[] };

/** More are of no use to whoever mends the file. */
const maxComplaints = 20;

const tooDeep: Complaint = { line: 1, column: 1, message: 'It is nested too deeply to be read.' };
/** A recipe needs five; the parser's time grows with the square of it. */
const maxDepth = 100;

/** How deep brackets are nested at most; those in texts count as well, which hurts no recipe. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Reads a recipe and checks everything that can be known before a run. Never throws, whatever the text is. */
export function parseRecipe(text: string): ParsedRecipe {
  if (text.length > recipeLimits.fileBytes) {
    return complain([
      { line: 1, column: 1, message: `A recipe has at most ${recipeLimits.fileBytes} bytes.` },
    ]);
  }
  if (bracketDepth(text) > maxDepth) return complain([tooDeep]);
  try {
    return parse(text);
  } catch (error) {
    // Lists within lists, `- - - -`, ten thousand deep exhaust the stack of any recursive parser.
    if (!(error instanceof RangeError)) throw error;
    return complain([tooDeep]);
  }
}

const complain = (complaints: Complaint[]): ParsedRecipe => ({
  ok: false,
  complaints: complaints.slice(0, maxComplaints),
});

function parse(text: string): ParsedRecipe {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    schema: 'core',
    logLevel: 'error',
  });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return complain(broken.map(({ pos, message }) => ({ ...placeAt(counter, pos[0]), message })));
  }
  const alias = aliasPlace(document, counter);
  if (alias !== null) return complain([alias]);
  const raw: unknown = document.toJS({ maxAliasCount: 0 });
  const shaped = recipeSchema.safeParse(raw);
  if (!shaped.success) {
    return complain(shaped.error.issues.flatMap((issue) => complaintsOf(document, counter, issue)));
  }
  const findings = checkRecipe(shaped.data);
  if (findings.length === 0) return { ok: true, recipe: shaped.data };
  return complain(findings.map(({ path, message }) => ({ ...placeOf(document, counter, path), message })));
}

/** Aliases can blow a small file up without end, and a recipe has no use for them. */
function aliasPlace(document: Document, counter: LineCounter): Complaint | null {
  let found: Complaint | null = null;
  visit(document, {
    Node(_key, node) {
      if (!isAlias(node)) return;
      found = {
        ...placeAt(counter, node.range?.[0] ?? 0),
        message: 'Aliases (*name) are not used in recipes.',
      };
      return visit.BREAK;
    },
  });
  return found;
}

function complaintsOf(document: Document, counter: LineCounter, issue: z.core.$ZodIssue): Complaint[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...placeOfKey(document, counter, path, key),
      message: `"${key}" is not known here.`,
    }));
  }
  const place = placeOf(document, counter, path);
  const name = nameOf(path);
  if (issue.code === 'invalid_union' && path.at(-1) === 'do') {
    return [{ ...place, message: `"do" is one of: ${stepKinds.join(', ')}.` }];
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [{ ...place, message: `${name} is missing.` }];
  }
  return [{ ...place, message: `${name}: ${issue.message}.` }];
}

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return 'The recipe';
  return typeof last === 'number' ? `Entry ${last + 1} of "${String(path.at(-2))}"` : `"${String(last)}"`;
}
