import type { CallInput } from '#shared/bridge/contract.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type AddressBook, type GatewayEntry, gatewayName } from './address-book.ts';
import { resolveAddress } from './resolve-address.ts';

type AddressInput = Partial<Pick<CallInput<'gateways.update'>, 'address' | 'system' | 'management'>>;

/** The addresses that the texts mean; `own` absent: as it was, empty: none. GATEWAY_DUPLICATE when another gateway has it. */
export async function resolveAddresses(
  book: AddressBook,
  { address, system, management }: { [K in keyof AddressInput]: AddressInput[K] | undefined },
  entry: GatewayEntry | null,
): Promise<Result<{ own?: string; management: string | null }>> {
  const only = (system ?? entry?.offers.system ?? true) ? 'system' : 'management';
  const own = address == null ? ok(null) : await freeAddress(book, address, entry?.id ?? null, only);
  if (!own.ok) return own;
  const at = own.value ?? (address === null ? '' : (entry?.address ?? ''));
  const typed = management?.address ?? null;
  const other = typed === null || typed === at ? ok(null) : await resolveAddress(typed, 'management');
  if (!other.ok) return other;
  return ok({
    ...(address !== undefined && { own: own.value ?? '' }),
    management: other.value === at ? null : other.value,
  });
}

/** The address that `typed` means for the gateway `id`, or for a new one; GATEWAY_DUPLICATE when another one has it. */
async function freeAddress(
  book: AddressBook,
  typed: string,
  id: string | null,
  api: 'system' | 'management',
): Promise<Result<string>> {
  const address = await resolveAddress(typed, api);
  if (!address.ok) return address;
  const taken = book.findByAddress(address.value);
  if (taken === undefined || taken.id === id) return address;
  return fail(failure('GATEWAY_DUPLICATE', { address: address.value, label: gatewayName(taken) }));
}
