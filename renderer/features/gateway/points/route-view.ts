import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import type { RouteRun } from '#shared/gateway-api/values.ts';

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

export interface RouteState {
  mark: 'good' | 'bad' | 'idle';
  word: string;
  reason: string | null;
  /** Epoch milliseconds of what it says; null: nothing happened yet. */
  at: number | null;
}

/** The last failure counts until a later value went through. A gateway that tells nothing of its routes: whether it is enabled. */
export function routeState(route: Pick<Route, 'enabled'> & RouteRun): RouteState {
  if (!route.enabled) return { mark: 'idle', word: 'disabled', reason: null, at: null };
  const sentAt = route.lastAt === undefined ? null : Date.parse(route.lastAt);
  const failedAt = route.lastFailure === undefined ? null : Date.parse(route.lastFailure.at);
  if (route.lastFailure && failedAt !== null && failedAt > (sentAt ?? 0)) {
    return { mark: 'bad', word: 'failed', reason: route.lastFailure.message, at: failedAt };
  }
  if (sentAt !== null)
    return { mark: 'good', word: `sent ${sentText(route.lastValue)}`, reason: null, at: sentAt };
  return { mark: 'good', word: 'enabled', reason: null, at: null };
}

const sentText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
