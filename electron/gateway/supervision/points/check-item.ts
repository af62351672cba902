import { type Failure, failure } from '#shared/errors/failure.ts';
import type { Address, Logic, Route } from '#shared/gateway-api/configuration.ts';
import type { DocumentStore } from './document-store.ts';

/** Whether an item may take its place in the configuration; null: it may. */

/** An address: its driver instance is there, its alias stands for it alone. POINT_REFERENCE_BROKEN. */
export function checkAddress(store: DocumentStore, address: Address): Failure | null {
  const broken = (why: string) =>
    failure('POINT_REFERENCE_BROKEN', { what: `The address "${address.name}"`, why });
  if (!store.all('gateways').has(address.gateway)) {
    return broken(`belongs to the driver instance "${address.gateway}", which does not exist`);
  }
  for (const other of store.all('addresses').values()) {
    if (other.id === address.id) continue;
    if (other.alias !== undefined && other.alias === address.alias) {
      return broken(`has the alias "${address.alias}", and so has the address "${other.name}"`);
    }
    if (other.id === address.alias)
      return broken(`has the alias "${address.alias}", which is the id of another`);
    if (other.alias === address.id)
      return broken(`has the id "${address.id}", which is the alias of another`);
  }
  return null;
}

/** A route: both ends are there and differ, what it writes may be written, its JSONata can be read. */
export async function checkRoute(store: DocumentStore, route: Route): Promise<Failure | null> {
  const { name, from, to, expression, bothWays = false } = route;
  const invalid = (why: string) => failure('ROUTE_INVALID', { name, why });
  const addresses = store.all('addresses');
  for (const [word, end] of Object.entries({ from, to })) {
    if (addresses.has(end)) continue;
    const why = `goes ${word} the address "${end}", which does not exist`;
    return failure('POINT_REFERENCE_BROKEN', { what: `The route "${name}"`, why });
  }
  if (from === to) return invalid('ends where it begins');
  if (bothWays && expression !== undefined) return invalid('goes both ways and cannot have an expression');
  for (const end of bothWays ? [to, from] : [to]) {
    const address = addresses.get(end);
    if (address?.writable !== true) {
      return invalid(`writes to "${address?.name ?? end}", which may only be read; make it writable first`);
    }
  }
  return expression === undefined ? null : checkJsonata(name, expression);
}

/** A logic: the addresses of its trigger are there, its schedule and its JSONata can be read. */
export async function checkLogic(store: DocumentStore, logic: Logic): Promise<Failure | null> {
  const { name, trigger, source } = logic;
  if (trigger?.on === 'change') {
    const addresses = store.all('addresses');
    const aliases = new Set([...addresses.values()].flatMap(({ alias }) => alias ?? []));
    const missing = trigger.addresses.find((key) => !addresses.has(key) && !aliases.has(key));
    if (missing !== undefined) {
      const why = `runs at changes of the address "${missing}", which does not exist`;
      return failure('POINT_REFERENCE_BROKEN', { what: `The logic "${name}"`, why });
    }
  }
  if (trigger?.on === 'schedule') {
    const { scheduleTrouble } = await import('../logics/schedule.ts');
    const why = scheduleTrouble(trigger);
    if (why !== null) return failure('SCHEDULE_INVALID', { name, why });
  }
  return checkJsonata(name, source);
}

/** Loaded when somebody edits: the gateway itself evaluates nothing. */
async function checkJsonata(name: string, source: string): Promise<Failure | null> {
  const { jsonataTrouble } = await import('../logics/jsonata-trouble.ts');
  const why = jsonataTrouble(source);
  return why === null ? null : failure('EXPRESSION_INVALID', { name, why });
}

/** The logic that would lose an address when it goes, or goes by another alias. POINT_STILL_USED. */
export function checkUnused(store: DocumentStore, address: Address, after: Address | null): Failure | null {
  const lost = [address.alias, after === null ? address.id : undefined].filter(
    (key) => key !== undefined && key !== after?.alias,
  );
  for (const { name, trigger } of store.all('logics').values()) {
    if (trigger?.on !== 'change' || !trigger.addresses.some((key) => lost.includes(key))) continue;
    return failure('POINT_STILL_USED', { logic: name, address: address.name });
  }
  return null;
}
