import type { Address, DriverInstance } from '#shared/gateway-api/configuration.ts';
import type { DriverView, ProcessState } from '#shared/gateway-api/peers-api.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Drivers } from '../drivers/drivers-port.ts';
import type { PeersCall, PeersHandlers } from '../peers/peers-method.ts';
import { addressMethods, withRoutes } from './address-methods.ts';
import { checkInstance } from './check-settings.ts';
import type { GatewayMethodsDeps } from './gateway-methods-deps.ts';
import { withoutSecrets } from './hide-secrets.ts';
import { routeMethods } from './route-methods.ts';

/** The module `gateways` of the dispatcher: driver instances, addresses, routes and values. */
export const gatewayMethods = (deps: GatewayMethodsDeps): PeersHandlers<'gateways'> => ({
  ...instanceMethods(deps),
  ...addressMethods(deps),
  ...routeMethods(deps),
});

type InstanceMethod =
  | 'getGateways'
  | 'getGateway'
  | 'insertGateway'
  | 'updateGateway'
  | 'deleteGateway'
  | 'startGateway'
  | 'stopGateway'
  | 'restartGateway';

function instanceMethods(deps: GatewayMethodsDeps): Pick<PeersHandlers<'gateways'>, InstanceMethod> {
  const { store, changes, drivers } = deps;
  const steer = async (key: string, action: 'started' | 'stopped' | 'restarted', call: PeersCall) => {
    const found = changes.find('gateways', key);
    if (!found.ok) return found;
    const { id } = found.value;
    const act = { started: drivers.startOne, stopped: drivers.stopOne, restarted: drivers.restartOne };
    const done: Result<null> = await act[action](id);
    if (done.ok) changes.noted(action, 'gateways', found.value, call);
    return done;
  };
  return {
    getGateways(_args, call) {
      const states = statesOf(drivers);
      const views = [...store.all('gateways').values()].map((instance) =>
        viewOf(shown(instance, call), states),
      );
      return ok(Object.fromEntries(views.map((view) => [view.id, view])));
    },
    getGateway({ gateway }, call) {
      const found = changes.find('gateways', gateway);
      return found.ok ? ok(viewOf(shown(found.value, call), statesOf(drivers))) : found;
    },
    async insertGateway({ gateway }, call) {
      const added = await changes.add('gateways', gateway, (after) => checkInstance(after, null), call);
      if (!added.ok) return added;
      drivers.changed(added.value.id);
      return ok(added.value.id);
    },
    async updateGateway({ gateway }, call) {
      const edited = await changes.edit('gateways', gateway, checkInstance, call);
      if (!edited.ok) return edited;
      drivers.changed(gateway.id);
      return ok(null);
    },
    async deleteGateway({ gateway }, call) {
      const addressesOf = ({ id }: DriverInstance) =>
        [...store.all('addresses').values()].filter((address) => address.gateway === id);
      let addresses: Address[] = [];
      const removed = await changes.remove(
        'gateways',
        gateway,
        (instance) => {
          addresses = addressesOf(instance);
          return withRoutes(store, addresses);
        },
        call,
      );
      if (!removed.ok) return removed;
      for (const address of addresses) deps.values.forget(address.id);
      drivers.changed(removed.value.id);
      deps.onChanged();
      return ok(null);
    },
    startGateway: ({ gateway }, call) => steer(gateway, 'started', call),
    stopGateway: ({ gateway }, call) => steer(gateway, 'stopped', call),
    restartGateway: ({ gateway }, call) => steer(gateway, 'restarted', call),
  };
}

const shown = (instance: DriverInstance, { session }: PeersCall): DriverInstance =>
  session.administrator ? instance : withoutSecrets(instance);

const statesOf = (drivers: Drivers) => new Map(drivers.status().map((status) => [status.id, status]));

/** An instance that the drivers have not taken up yet is about to start. */
function viewOf(instance: DriverInstance, states: ReadonlyMap<string, ProcessState>): DriverView {
  const fresh = {
    reason: null,
    pid: null,
    restarts: 0,
    state: instance.enabled ? 'starting' : 'disabled',
  } as const;
  const { state, reason, pid, restarts } = states.get(instance.id) ?? fresh;
  return { ...instance, process: { state, reason, pid, restarts } };
}
