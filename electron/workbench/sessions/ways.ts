import type { Gateway, Way } from '#shared/bridge/gateways.ts';
import type { GatewayHttp } from './gateway-http.ts';

/** The ways to one gateway. Requests go by the one in use; each has connections and cookies of its own. */
export interface Ways {
  http: GatewayHttp;
  current(): Way;
  use(way: Way): void;
  /** In the order in which they are tried: what the user prefers, as far as it is there. Never empty. */
  order(): readonly Way[];
}

/** At least one of the two is there. */
export function createWays(deps: {
  lan: GatewayHttp | null;
  serial: GatewayHttp | null;
  prefers: Gateway['prefers'];
}): Ways {
  const by = { lan: deps.lan, serial: deps.serial };
  const there = (['lan', 'serial'] as const).filter((way) => by[way] !== null);
  // A preference for a way that is not there is none.
  const preferred = there.filter((way) => way === deps.prefers);
  const order = preferred.length > 0 ? preferred : there;
  let current: Way = order[0] ?? 'lan';
  const http = (): GatewayHttp => {
    const used = by[current];
    if (used === null) throw new Error(`there is no way by ${current}`);
    return used;
  };
  return {
    http: {
      request: (request) => http().request(request),
      close() {
        for (const way of there) by[way]?.close();
      },
    },
    current: () => current,
    use(way) {
      current = way;
    },
    order: () => order,
  };
}
