import { failure } from '#shared/errors/failure.ts';
import type { PeersMethod } from '#shared/gateway-api/peers-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Where a caller of the dispatcher may put arguments; a later one wins over the ones before it. */
export interface GivenArgs {
  query: unknown;
  /** An object of arguments by name, or a list by position. */
  body: unknown;
  /** Path segments behind the method, decoded. */
  path: readonly string[];
}

/** The arguments of one method as its schema reads them. REQUEST_INVALID. */
export function readArgs(method: PeersMethod, given: GivenArgs): Result<Record<string, unknown>> {
  const names = Object.keys(method.args.shape);
  const invalid = (what: string) => fail(failure('REQUEST_INVALID', { what }));
  const byName: Record<string, unknown> = Object.create(null);
  for (const [name, text] of Object.entries(given.query ?? {})) byName[name] = fromText(text);

  if (Array.isArray(given.body)) {
    if (given.body.length > names.length) return invalid(tooMany(names));
    for (const [index, value] of given.body.entries()) byName[names[index] ?? ''] = value;
  } else if (typeof given.body === 'object' && given.body !== null) {
    for (const [name, value] of Object.entries(given.body)) byName[name] = value;
  } else if (given.body !== undefined && given.body !== null) {
    return invalid('the body has to be an object of arguments, or a list of them');
  }

  if (given.path.length > names.length) return invalid(tooMany(names));
  for (const [index, text] of given.path.entries()) byName[names[index] ?? ''] = fromText(text);

  const unknown = Object.keys(byName).find((name) => !names.includes(name));
  if (unknown !== undefined) return invalid(`there is no argument "${unknown}", only ${listed(names)}`);
  const parsed = method.args.safeParse(byName);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return invalid(`${(issue?.path ?? []).map(String).join('.')}: ${issue?.message ?? 'does not fit'}`);
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
const tooMany = (names: readonly string[]): string =>
  `it takes these arguments and no more: ${listed(names)}`;

/**
 * A text from the query or the path: read as JSON when it is JSON. A number is one only when nothing is lost by that: `007`,
 * `1.0` and numbers with more digits than a number holds stay the texts that they are, as they may be ids.
 */
function fromText(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(fromText);
  if (typeof given !== 'string') return given;
  try {
    const value: unknown = JSON.parse(given);
    if (value === null) return given;
    return typeof value === 'number' && String(value) !== given ? given : value;
  } catch {
    return given;
  }
}
