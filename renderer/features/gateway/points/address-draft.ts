import type { Address } from '#shared/gateway-api/configuration.ts';

/** An address while it is typed: empty fields are empty, not absent. */
export interface AddressDraft {
  name: string;
  enabled: boolean;
  gateway: string;
  alias: string;
  address: string;
  type: Address['type'];
  unit: string;
  scale: number | string;
  offset: number | string;
  pollIntervalMs: number | string;
  writable: boolean;
  settings: Address['settings'];
}

export const draftOfAddress = (address: Address | null, firstDriver: string): AddressDraft => ({
  name: address?.name ?? '',
  enabled: address?.enabled ?? true,
  gateway: address?.gateway ?? firstDriver,
  alias: address?.alias ?? '',
  address: address?.address ?? '',
  type: address?.type ?? 'number',
  unit: address?.unit ?? '',
  scale: address?.scale ?? '',
  offset: address?.offset ?? '',
  pollIntervalMs: address?.pollIntervalMs ?? '',
  writable: address?.writable ?? false,
  settings: address?.settings ?? {},
});

const text = (typed: string): string | undefined => (typed.trim() === '' ? undefined : typed.trim());
const number = (typed: number | string): number | undefined =>
  typeof typed === 'number' ? typed : undefined;

const optionals = ['alias', 'unit', 'scale', 'offset', 'pollIntervalMs'] as const;

/** Without what was left empty. Scale and offset are for numbers only. */
export function addressOfDraft(draft: AddressDraft): Omit<Address, 'id'> {
  const isNumber = draft.type === 'number';
  const given: Partial<Address> = {
    alias: text(draft.alias),
    unit: text(draft.unit),
    scale: isNumber ? number(draft.scale) : undefined,
    offset: isNumber ? number(draft.offset) : undefined,
    pollIntervalMs: number(draft.pollIntervalMs),
  };
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    gateway: draft.gateway,
    address: draft.address.trim(),
    type: draft.type,
    writable: draft.writable,
    settings: draft.settings,
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<Address>),
  };
}

/** The same as a change: null takes away what was emptied. */
export function changeOfDraft(draft: AddressDraft, before: Address) {
  const after = addressOfDraft(draft);
  const emptied = optionals.filter((name) => before[name] !== undefined && after[name] === undefined);
  return { ...after, id: before.id, ...Object.fromEntries(emptied.map((name) => [name, null])) };
}
