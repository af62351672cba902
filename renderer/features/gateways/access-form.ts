import type { CallInput } from '#shared/bridge/contract.ts';
import type { Gateway } from '#shared/bridge/gateways.ts';

/** By which of its two APIs a box is used: with an account, with an API key, or with both. */
export const accessModes = [
  { value: 'account', label: 'Account' },
  { value: 'key', label: 'API key' },
  { value: 'both', label: 'Both' },
] as const;
export type AccessMode = (typeof accessModes)[number]['value'];

export const modeWords: Record<AccessMode, string> = {
  account: 'The system API, with the management API when the box has it at the same address.',
  key: 'The management API alone: figures, processes, logs, updates. No backups and upgrades by file.',
  both: 'The system API, and the management API with a key of its own or at another address.',
};

export interface ManagementDraft {
  /** Empty: the same address. */
  address: string;
  /** Empty: the account's login, or the key that is known. */
  key: string;
  rememberKey: boolean;
}

export const modeOf = ({ offers, management }: Gateway): AccessMode => {
  if (!offers.system) return 'key';
  return management.auth === 'key' || management.address !== null ? 'both' : 'account';
};

type Management = CallInput<'gateways.add'>['management'];

/** As the bridge takes it; undefined leaves to the host what it finds out, or what it knows. */
export function managementInput(
  mode: AccessMode,
  draft: ManagementDraft,
  before: Gateway | null = null,
): Management {
  const address = draft.address.trim();
  const key = draft.key.trim();
  // An account that takes the place of a key: the management API is not used by it any more.
  if (mode === 'account') return before?.management.auth === 'key' ? null : undefined;
  return {
    // A box with the management API alone has one address, which is its own.
    address: mode === 'key' || address === '' ? null : address,
    key: key === '' ? null : key,
    rememberKey: draft.rememberKey,
  };
}

/** What is still missing; null when it can be sent. */
export function missingKey(mode: AccessMode, draft: ManagementDraft, before: Gateway | null): string | null {
  const known = before?.management.auth === 'key';
  if (draft.key.trim() !== '' || known || mode === 'account') return null;
  if (mode === 'key') return 'A key is needed: there is no account.';
  return draft.address.trim() === '' ? null : 'A key is needed: the login counts at the same address only.';
}
