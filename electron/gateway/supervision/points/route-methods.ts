import { ok } from '#shared/result.ts';
import type { PeersHandlers } from '../peers/peers-method.ts';
import { checkRoute } from './check-item.ts';
import type { GatewayMethodsDeps } from './gateway-methods-deps.ts';

type RouteMethod = 'getRoutes' | 'insertRoute' | 'updateRoute' | 'deleteRoute';

export function routeMethods({
  store,
  changes,
  onChanged,
}: GatewayMethodsDeps): Pick<PeersHandlers<'gateways'>, RouteMethod> {
  return {
    getRoutes: () => ok([...store.all('routes').values()]),
    async insertRoute({ route }, call) {
      const added = await changes.add('routes', route, (after) => checkRoute(store, after), call);
      if (!added.ok) return added;
      onChanged();
      return ok(added.value.id);
    },
    async updateRoute({ route }, call) {
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
