import type { CallInput } from '#shared/bridge/contract.ts';
import type { SerialPlace } from '#shared/bridge/gateways.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type GatewayEntry, gatewayName, unknownManagement } from './address-book.ts';

type Input = Pick<CallInput<'gateways.update'>, 'label' | 'username' | 'system' | 'management' | 'prefers'>;

/** What an entry becomes, and what becomes of its secrets. Addresses are resolved before. */
export interface EntryChange {
  entry: GatewayEntry;
  /** Another way in than before: sessions end and are made again. */
  reopens: boolean;
  forgetsPassword: boolean;
  forgetsKey: boolean;
}

/**
 * Applies what the user said to an entry (`shared/bridge/gateways.ts`). Pure. Addresses in `places` are normalised; absent ones
 * stay, `management: null` means the entry's own. Failures: WAY_MISSING when neither address nor cable is left, BRIDGE_BAD_INPUT when neither API is left, a name is missing, or
 * the embedded gateway is to have a cable,
 * KEY_NEEDED when the management API is elsewhere, or all there is, and there is no key for it.
 */
export function changeEntry(
  known: GatewayEntry,
  input: Input,
  places: { own?: string; serial?: SerialPlace | null; management: string | null },
  hasKey: boolean,
): Result<EntryChange> {
  const address = places.own ?? known.address;
  const moves = address !== known.address;
  const serial = places.serial === undefined ? known.serial : places.serial;
  const username = input.username ?? known.username;
  const system = input.system ?? known.offers.system;
  const wayIn = managementOf(known, input, places.management, { moves, hasKey });
  const { management } = wayIn;
  const entry: GatewayEntry = {
    ...known,
    label: input.label ?? known.label,
    address,
    serial,
    prefers: input.prefers ?? known.prefers,
    username: system ? username : '',
    offers: { system, management: wayIn.offered },
    management,
    ...(moves && { pinnedFingerprint: null, identity: null }),
  };
  // The session of the system API opens the management API at the same address only; anything else needs a key.
  const needsKey = management.choice === 'given' && wayIn.offered && (!system || management.address !== null);
  if (needsKey && management.auth !== 'key')
    return fail(failure('KEY_NEEDED', { gateway: gatewayName(entry) }));
  if (address === '' && (serial === null || !system))
    return fail(failure('WAY_MISSING', { gateway: gatewayName(entry) || 'this gateway' }));
  if (known.origin === 'site' && serial !== null)
    return badInput('serial: the embedded gateway runs on this computer, no cable leads to it');
  if (!system && !wayIn.offered) return badInput('a gateway without either API is of no use');
  if (system && username === '') return badInput('username: it is empty');
  const changed = (name: 'username' | 'offers' | 'management' | 'serial' | 'prefers') =>
    JSON.stringify(entry[name]) !== JSON.stringify(known[name]);
  const keyChanges = input.management?.key != null;
  return ok({
    entry,
    reopens:
      moves ||
      keyChanges ||
      (['username', 'offers', 'management', 'serial', 'prefers'] as const).some(changed),
    // A password belongs to its user name.
    forgetsPassword: changed('username'),
    forgetsKey: input.management === null && hasKey,
  });
}

function managementOf(
  known: GatewayEntry,
  { management: said, system }: Input,
  address: string | null,
  { moves, hasKey }: { moves: boolean; hasKey: boolean },
): { management: GatewayEntry['management']; offered: boolean } {
  if (said === null) {
    return { management: { ...unknownManagement, choice: 'given' }, offered: false };
  }
  if (said === undefined) {
    // What was found belongs to the place where it was found.
    const found = known.management.choice === 'found';
    if (found && (moves || system === false)) return { management: unknownManagement, offered: false };
    return { management: known.management, offered: known.offers.management };
  }
  const stays = address === known.management.address;
  const keepsKey = said.key === null && hasKey && known.management.auth === 'key';
  return {
    offered: true,
    management: {
      choice: 'given',
      address,
      auth: said.key !== null || keepsKey ? 'key' : 'session',
      pinnedFingerprint: stays ? known.management.pinnedFingerprint : null,
    },
  };
}

const badInput = (what: string) => fail(failure('BRIDGE_BAD_INPUT', { what }));
