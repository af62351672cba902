import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';

interface Keyed {
  id: string;
  name: string;
  alias?: string | undefined;
  /** Of addresses: where it is on the device, which the vendor's clients call its name (`#cpu`, `holding:100`). */
  address?: string;
}

/** How a kind of item is called, one and many. */
export interface Kind {
  one: string;
  many: string;
}

export const kinds = {
  gateway: { one: 'The driver instance', many: 'driver instances' },
  address: { one: 'The address', many: 'addresses' },
  route: { one: 'The route', many: 'routes' },
  logic: { one: 'The logic', many: 'logics' },
} as const satisfies Record<string, Kind>;

/**
 * Finds an item by its id, else its alias, else its name, else its place on the device. POINT_NOT_FOUND; POINT_AMBIGUOUS for
 * a name or place of several.
 */
export function findByKey<T extends Keyed>(
  items: ReadonlyMap<string, T>,
  key: string,
  kind: Kind,
): Result<T> {
  const byId = items.get(key);
  if (byId !== undefined) return ok(byId);
  const named: T[] = [];
  const placed: T[] = [];
  for (const item of items.values()) {
    if (item.alias === key) return ok(item);
    if (item.name === key) named.push(item);
    else if (item.address === key) placed.push(item);
  }
  const found = named.length > 0 ? named : placed;
  const [first] = found;
  if (first === undefined) return fail(failure('POINT_NOT_FOUND', { what: kind.one, key }));
  return found.length === 1 ? ok(first) : fail(failure('POINT_AMBIGUOUS', { what: kind.many, key }));
}
