import type { Address, DriverInstance, Logic, Route } from '#shared/gateway-api/configuration.ts';

/** What references are made of; whole documents fit, too. */
export interface References {
  gateways: Iterable<Pick<DriverInstance, 'id'>>;
  addresses: Iterable<Pick<Address, 'id' | 'gateway' | 'alias'>>;
  routes: Iterable<Pick<Route, 'id' | 'from' | 'to'>>;
  logics: Iterable<Pick<Logic, 'id' | 'trigger'>>;
}

export interface BrokenReference {
  part: 'addresses' | 'routes' | 'logics';
  /** Of the item that refers. */
  id: string;
  /** For people, to stand behind the item's name: `belongs to the driver instance "x", which does not exist`. */
  what: string;
}

/** More are not looked for: the first ones tell enough. */
const maxBroken = 20;

/**
 * Whether everything that an item refers to is there: the driver instance of an address, both ends of a route, the addresses
 * (ids or aliases) whose changes a logic runs at; and whether each alias stands for one address. Reads each list once.
 */
export function checkReferences(configuration: References): BrokenReference[] {
  const broken: BrokenReference[] = [];
  for (const found of brokenReferences(configuration)) {
    broken.push(found);
    if (broken.length === maxBroken) break;
  }
  return broken;
}

function* brokenReferences({ gateways, addresses, routes, logics }: References): Generator<BrokenReference> {
  const instances = idsOf(gateways);
  const ids = new Set<string>();
  const aliases = new Map<string, string>();
  for (const { id, gateway, alias } of addresses) {
    ids.add(id);
    if (!instances.has(gateway)) {
      const what = `belongs to the driver instance "${gateway}", which does not exist`;
      yield { part: 'addresses', id, what };
    }
    if (alias === undefined) continue;
    const other = aliases.get(alias);
    if (other !== undefined) {
      yield { part: 'addresses', id, what: `has the alias "${alias}", and so has the address "${other}"` };
    }
    aliases.set(alias, id);
  }
  for (const [alias, id] of aliases) {
    if (alias !== id && ids.has(alias)) {
      yield { part: 'addresses', id, what: `has the alias "${alias}", which is the id of another address` };
    }
  }
  const isKnown = (key: string) => ids.has(key) || aliases.has(key);
  for (const { id, from, to } of routes) {
    for (const [word, end] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (!ids.has(end)) {
        yield { part: 'routes', id, what: `goes ${word} the address "${end}", which does not exist` };
      }
    }
  }
  for (const { id, trigger } of logics) {
    for (const key of trigger?.on === 'change' ? trigger.addresses : []) {
      if (!isKnown(key)) {
        yield { part: 'logics', id, what: `runs at changes of the address "${key}", which does not exist` };
      }
    }
  }
}

function idsOf(items: Iterable<{ id: string }>): Set<string> {
  const ids = new Set<string>();
  for (const { id } of items) ids.add(id);
  return ids;
}
