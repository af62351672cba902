import type { Address, Route } from '#shared/gateway-api/configuration.ts';
import type { DriverView, LogicView } from '#shared/gateway-api/peers-api.ts';
import type { LastValue, Quality } from '#shared/gateway-api/values.ts';

/** One row of the list of addresses: what it is, where it lives and what was read last. */
export interface PointRow {
  id: string;
  address: Address;
  driver: DriverView | null;
  value: LastValue | null;
}

export function pointRows(
  addresses: readonly Address[],
  drivers: Readonly<Record<string, DriverView>>,
  values: readonly LastValue[],
): PointRow[] {
  const byId = new Map(values.map((value) => [value.id, value]));
  return addresses.map((address) => ({
    id: address.id,
    address,
    driver: drivers[address.gateway] ?? null,
    value: byId.get(address.id) ?? null,
  }));
}

const qualityWords: Record<Quality, { mark: 'good' | 'warning' | 'bad' | 'pending'; word: string }> = {
  good: { mark: 'good', word: 'good' },
  uncertain: { mark: 'warning', word: 'uncertain' },
  bad: { mark: 'bad', word: 'bad' },
  none: { mark: 'pending', word: 'not read yet' },
};

/** How far a value can be believed; a disabled address says that instead. */
export function qualityOf(row: Pick<PointRow, 'address' | 'value'>): {
  mark: 'good' | 'warning' | 'bad' | 'pending' | 'idle';
  word: string;
  reason: string | null;
} {
  if (!row.address.enabled) return { mark: 'idle', word: 'disabled', reason: null };
  return { ...qualityWords[row.value?.quality ?? 'none'], reason: row.value?.reason ?? null };
}

/** With the unit, as the gateway words it; a dash for nothing. */
export const valueText = (value: LastValue | null): string =>
  value === null || value.value === null ? '–' : value.value_string;

export const readAt = (value: LastValue | null): number | null => (value?.ts ? Date.parse(value.ts) : null);

/** By id or alias; the id of an address that is gone. */
export function addressName(addresses: readonly Address[], id: string): string {
  const address = addresses.find((entry) => entry.id === id || entry.alias === id);
  return address ? address.name : `${id} (missing)`;
}

/** `when boiler flow changes`, `at 0 6 * * * (Europe/Berlin)`, `never: it has no trigger`. */
export function triggerWords(logic: Pick<LogicView, 'trigger'>, addresses: readonly Address[]): string {
  const { trigger } = logic;
  if (!trigger) return 'never: it has no trigger';
  if (trigger.on === 'schedule') {
    return `at ${trigger.cron}${trigger.timeZone ? ` (${trigger.timeZone})` : ''}`;
  }
  const [first, ...more] = trigger.addresses;
  const name = first === undefined ? 'nothing' : addressName(addresses, first);
  return `when ${name}${more.length > 0 ? ` or one of ${more.length} more` : ''} changes`;
}

/** What goes with a driver instance when it is deleted. */
export function belongings(
  driverId: string,
  addresses: readonly Address[],
  routes: readonly Route[],
): { addresses: number; routes: number } {
  const own = new Set(addresses.filter(({ gateway }) => gateway === driverId).map(({ id }) => id));
  return {
    addresses: own.size,
    routes: routes.filter(({ from, to }) => own.has(from) || own.has(to)).length,
  };
}
