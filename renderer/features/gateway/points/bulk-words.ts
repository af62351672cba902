import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import type { ProcessState } from '#shared/gateway-api/peers-api.ts';
import { count } from '../../../lib/format/words.ts';

/** What is said before many points are changed at once: what happens, and what goes with them. */

const comesBack = 'A backup or snapshot taken before brings them back.';

/** Whether a process of ours does not run because somebody wanted so. */
export const isAtRest = ({ state }: Pick<ProcessState, 'state'>): boolean =>
  state === 'stopped' || state === 'disabled';

/** Routes that begin or end at one of these addresses; each counts once. */
export const routesAt = (ids: ReadonlySet<string>, routes: readonly Route[]): number =>
  routes.filter(({ from, to }) => ids.has(from) || ids.has(to)).length;

export function addressesLost(ids: readonly string[], routes: readonly Route[]): string[] {
  const gone = routesAt(new Set(ids), routes);
  return [
    'They are not read any more.',
    ...(gone > 0 ? [`${count(gone, 'route')} from or to them ${gone === 1 ? 'goes' : 'go'} with them.`] : []),
    comesBack,
  ];
}

export function driversLost(
  ids: readonly string[],
  addresses: readonly Address[],
  routes: readonly Route[],
): string[] {
  const drivers = new Set(ids);
  const own = new Set(addresses.filter(({ gateway }) => drivers.has(gateway)).map(({ id }) => id));
  const gone = [count(own.size, 'address', 'addresses'), count(routesAt(own, routes), 'route')].join(' and ');
  return ['Their processes stop.', `${gone} go with them.`, comesBack];
}

/** What stands still while these drivers do. */
export function driversUnread(ids: readonly string[], addresses: readonly Address[]): string {
  const drivers = new Set(ids);
  const own = addresses.filter(({ gateway }) => drivers.has(gateway)).length;
  return `Values of ${count(own, 'address', 'addresses')} are not read meanwhile.`;
}

export const routesLost: readonly string[] = [
  'Values do not go these ways any more. Their addresses stay.',
  comesBack,
];

export const logicsLost: readonly string[] = [
  'Their programs are deleted and do not run any more.',
  comesBack,
];
