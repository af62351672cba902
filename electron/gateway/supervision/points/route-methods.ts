import { ok } from '#shared/result.ts';
import type { PeersHandlers } from '../peers/peers-method.ts';
import { checkRoute } from './check-item.ts';
import type { GatewayMethodsDeps } from './gateway-methods-deps.ts';

type RouteMethod = 'getRoutes' | 'insertRoute' | 'updateRoute' | 'deleteRoute';

export function routeMethods({
  store,
  changes,
  onChanged,
  lastRun,
}: GatewayMethodsDeps): Pick<PeersHandlers<'gateways'>, RouteMethod> {
  return {
    getRoutes: () =>
      ok([...store.all('routes').values()].map((route) => ({ ...route, ...lastRun(route.id) }))),
    async insertRoute({ route }, call) {
      const added = await changes.add('routes', route, (after) => checkRoute(store, after), call);
      if (!added.ok) return added;
      onChanged();
      return ok(added.value.id);
    },
    async updateRoute({ route: given }, call) {
      const { lastValue, lastAt, lastFailure, ...route } = given;
      const edited = await changes.edit('routes', route, (after) => checkRoute(store, after), call);
      if (!edited.ok) return edited;
      onChanged();
      return ok(null);
    },
    async deleteRoute({ route }, call) {
      const removed = await changes.remove('routes', route, () => ok([]), call);
      if (!removed.ok) return removed;
      onChanged();
      return ok(null);
    },
  };
}
