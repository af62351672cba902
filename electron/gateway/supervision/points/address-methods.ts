import type { Address } from '#shared/gateway-api/configuration.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PeersHandlers } from '../peers/peers-method.ts';
import { checkAddress, checkUnused } from './check-item.ts';
import { checkNotation } from './check-settings.ts';
import type { DocumentStore, PointPart } from './document-store.ts';
import type { GatewayMethodsDeps } from './gateway-methods-deps.ts';

type AddressMethod =
  | 'getAddresses'
  | 'getAddress'
  | 'insertAddress'
  | 'updateAddress'
  | 'deleteAddress'
  | 'getLastValue'
  | 'getLastValues'
  | 'writeValue';

/** Addresses and their values. */
export function addressMethods(deps: GatewayMethodsDeps): Pick<PeersHandlers<'gateways'>, AddressMethod> {
  const { store, changes, drivers, values } = deps;
  const addressesOf = (key: string | undefined): Result<Address[]> => {
    const all = [...store.all('addresses').values()];
    if (key === undefined) return ok(all);
    const found = changes.find('gateways', key);
    return found.ok ? ok(all.filter(({ gateway }) => gateway === found.value.id)) : found;
  };
  return {
    getAddresses: ({ gateway }) => addressesOf(gateway),
    getAddress: ({ address }) => changes.find('addresses', address),
    async insertAddress({ address }, call) {
      const added = await changes.add(
        'addresses',
        address,
        async (after) => checkAddress(store, after) ?? checkNotation(store, after, null),
        call,
      );
      if (!added.ok) return added;
      drivers.changed(added.value.gateway);
      deps.onChanged();
      return ok(added.value.id);
    },
    async updateAddress({ address }, call) {
      const check = async (after: Address, before: Address | null) =>
        checkAddress(store, after) ??
        (before === null ? null : checkUnused(store, before, after)) ??
        checkNotation(store, after, before);
      const edited = await changes.edit('addresses', address, check, call);
      if (!edited.ok) return edited;
      const { before, after } = edited.value;
      if (isAnotherPoint(before, after)) values.forget(after.id);
      for (const id of new Set([before.gateway, after.gateway])) drivers.changed(id);
      deps.onChanged();
      return ok(null);
    },
    async deleteAddress({ address }, call) {
      const routesOf = (item: Address) => {
        const others = withRoutes(store, [item]);
        return others.ok ? ok(others.value.filter(({ part }) => part === 'routes')) : others;
      };
      const removed = await changes.remove('addresses', address, routesOf, call);
      if (!removed.ok) return removed;
      values.forget(removed.value.id);
      drivers.changed(removed.value.gateway);
      deps.onChanged();
      return ok(null);
    },
    getLastValue({ address }) {
      const found = changes.find('addresses', address);
      return found.ok ? ok(values.view(found.value)) : found;
    },
    getLastValues({ gateway }) {
      const found = addressesOf(gateway);
      return found.ok ? ok(found.value.map(values.view)) : found;
    },
    async writeValue({ address, value }, call) {
      const found = changes.find('addresses', address);
      if (!found.ok) return found;
      const written = await values.write(found.value, value);
      if (!written.ok) return written;
      changes.noted('written', 'addresses', found.value, call, { value });
      return ok(values.view(found.value));
    },
  };
}

/** Items that go when these addresses go: they and their routes. POINT_STILL_USED when a logic needs one. */
export function withRoutes(
  store: DocumentStore,
  addresses: readonly Address[],
): Result<{ part: PointPart; id: string }[]> {
  for (const address of addresses) {
    const used = checkUnused(store, address, null);
    if (used !== null) return fail(used);
  }
  const ids = new Set(addresses.map(({ id }) => id));
  const routes = [...store.all('routes').values()].filter(({ from, to }) => ids.has(from) || ids.has(to));
  return ok([
    ...addresses.map(({ id }) => ({ part: 'addresses', id }) as const),
    ...routes.map(({ id }) => ({ part: 'routes', id }) as const),
  ]);
}

/** What was read before has nothing to do with what is read now. */
const isAnotherPoint = (before: Address, after: Address): boolean =>
  (['gateway', 'address', 'type', 'scale', 'offset'] as const).some((name) => before[name] !== after[name]);
