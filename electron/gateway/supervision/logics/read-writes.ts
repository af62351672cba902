import { type Value, valueSchema } from '#shared/gateway-api/values.ts';
import type { Result } from '#shared/result.ts';

const mostWrites = 1_000;

/** What a logic wants to be written, by id of the address; or why its result is no such thing. */
export function readWrites(
  result: unknown,
  findAddress: (key: string) => Result<{ id: string }>,
): { writes: [id: string, value: Value][]; error: string | null } {
  const refused = (error: string) => ({ writes: [], error });
  if (result === null || result === undefined) return { writes: [], error: null };
  if (typeof result !== 'object' || Array.isArray(result)) {
    return refused(
      `its result is ${Array.isArray(result) ? 'a list' : `a ${typeof result}`}, not an object of values`,
    );
  }
  const entries = Object.entries(result).filter(([, value]) => value !== null);
  if (entries.length > mostWrites) return refused(`its result has more than ${mostWrites} values`);
  const writes: [string, Value][] = [];
  for (const [key, value] of entries) {
    const found = findAddress(key);
    if (!found.ok) return refused(found.failure.message);
    const parsed = valueSchema.safeParse(value);
    if (!parsed.success)
      return refused(`the value for "${key}" is neither number nor text nor true nor false`);
    writes.push([found.value.id, parsed.data]);
  }
  return { writes, error: null };
}
