import type { Difference } from '#shared/fleet-api/target-state/version.ts';

type Entries = ReadonlyMap<string, unknown>;

/** What tells the entries of a list apart, first that fits: endpoints have a uuid, apps and services an id, points a name. */
const identities = ['uuid', 'appId', 'serviceId', 'name'] as const;

/**
 * What differs between two JSON documents, in the order of the first, then what is new. Entries of lists that can be told
 * apart are compared with their own kind wherever they stand, so a mere change of their order is no difference.
 */
export function difference(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  compare('', before, after, found);
  return found;
}

function compare(path: string, before: unknown, after: unknown, found: Difference[]): void {
  const pair = entriesOfBoth(before, after);
  if (pair !== null) compareEntries(path, pair, found);
  else if (before !== after) found.push({ path, kind: 'changed', before, after });
}

function compareEntries(path: string, [before, after]: [Entries, Entries], found: Difference[]): void {
  for (const [key, value] of before) {
    const place = `${path}/${escaped(key)}`;
    if (after.has(key)) compare(place, value, after.get(key), found);
    else found.push({ path: place, kind: 'removed', before: value });
  }
  for (const [key, value] of after) {
    if (!before.has(key)) found.push({ path: `${path}/${escaped(key)}`, kind: 'added', after: value });
  }
}

/** Both as entries to compare one by one; null when they are to be compared as wholes. */
function entriesOfBoth(before: unknown, after: unknown): [Entries, Entries] | null {
  if (isObject(before) && isObject(after)) {
    return [new Map(Object.entries(before)), new Map(Object.entries(after))];
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  for (const identity of identities) {
    const [first, second] = [byIdentity(before, identity), byIdentity(after, identity)];
    if (first !== null && second !== null) return [first, second];
  }
  return [byPlace(before), byPlace(after)];
}

const byPlace = (list: readonly unknown[]): Entries =>
  new Map(list.map((each, index) => [String(index), each]));

/** Null when an entry has no such identity, or two share one. */
function byIdentity(list: readonly unknown[], identity: string): Entries | null {
  const entries = new Map<string, unknown>();
  for (const each of list) {
    const own = isObject(each) ? each[identity] : undefined;
    if (typeof own !== 'string' && typeof own !== 'number') return null;
    if (entries.has(String(own))) return null;
    entries.set(String(own), each);
  }
  return entries;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 6901 §3. */
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
