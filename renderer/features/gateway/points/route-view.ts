import type { Address, Route } from '#shared/gateway-api/configuration.ts';

/** What the gateway would refuse about a route, told while it is chosen; null when nothing. */
export function routeProblem(
  route: Pick<Route, 'from' | 'to' | 'bothWays'>,
  addresses: readonly Address[],
): string | null {
  const { from, to, bothWays } = route;
  if (from === '' || to === '') return null;
  if (from === to) return 'A route cannot end where it begins.';
  for (const id of bothWays ? [to, from] : [to]) {
    const target = addresses.find((address) => address.id === id);
    if (target && target.writable !== true) {
      return `${target.name} may only be read. Make it writable under its Edit first.`;
    }
  }
  return null;
}
