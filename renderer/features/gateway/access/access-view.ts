import type { Account } from '#shared/gateway-api/configuration.ts';
import type { ApiKey } from '#shared/gateway-api/management-api.ts';
import type { MarkKind } from '../../../components/mark.tsx';
import { formatDay } from '../../../lib/format/time.ts';

const dayMs = 86_400_000;

export const roleWord = (account: Pick<Account, 'administrator'>): string =>
  account.administrator ? 'administrator' : 'may look and download';

/** The gateway refuses to lose its last administrator; known before anybody presses the button. */
export function whyKept(account: Account, accounts: readonly Account[]): string | null {
  const administrators = accounts.filter((entry) => entry.administrator);
  return account.administrator && administrators.length === 1
    ? `${account.username} is the last administrator. Make another account an administrator first.`
    : null;
}

const isOwn = (account: Account, username: string): boolean => account.username === username;

/** Why an account cannot be deleted by whoever is logged in as `username`, by itself; null when it can. */
export const whyNotDeleted = (
  account: Account,
  accounts: readonly Account[],
  username: string,
): string | null =>
  whyKept(account, accounts) ??
  (isOwn(account, username) ? 'You are logged in with it. Another administrator can delete it.' : null);

/** Each of them may go, but not all administrators together; null when one is left. */
export const whyKeptTogether = (going: readonly Account[], accounts: readonly Account[]): string | null =>
  accounts.some((account) => account.administrator && !going.includes(account))
    ? null
    : 'These are all administrators. One has to stay.';

/** By name as people sort, administrators first. */
export const sortedAccounts = (accounts: readonly Account[]): Account[] =>
  [...accounts].sort(
    (a, b) =>
      Number(b.administrator) - Number(a.administrator) ||
      a.username.localeCompare(b.username, 'en', { numeric: true }),
  );

const minimumPasswordLength = 8;

/** The gateway gets a digest only and cannot judge a password: the rule is kept here. */
export function passwordProblem(
  password: string,
  repeated: string,
): { password?: string; repeated?: string } {
  if (password === '') return {};
  if ([...password].length < minimumPasswordLength) {
    return { password: `At least ${minimumPasswordLength} characters.` };
  }
  if (repeated !== '' && repeated !== password) return { repeated: 'Not the same as above.' };
  return {};
}

export const passwordReady = (password: string, repeated: string): boolean =>
  [...password].length >= minimumPasswordLength && password === repeated;

/** Null when an account of this name can be made; names differ by more than their case. */
export function usernameProblem(
  username: string,
  accounts: readonly Pick<Account, 'id' | 'username'>[],
  ownId?: string,
): string | null {
  const wanted = username.trim().toLowerCase();
  const taken = accounts.some((entry) => entry.id !== ownId && entry.username.toLowerCase() === wanted);
  return taken ? 'There is an account of this name already.' : null;
}

export const permissionChoices = [
  {
    value: 'read',
    label: 'Read',
    description: 'Resources, processes, logs, activity, whether there is an update.',
  },
  {
    value: 'write',
    label: 'Read and write',
    description: 'Also end processes, flush logs, install updates, manage keys.',
  },
  { value: 'none', label: 'Licence only', description: 'Only the licence: its state, and to enter a key.' },
] as const satisfies readonly {
  value: ApiKey['permissions']['system'];
  label: string;
  description: string;
}[];

export const permissionWord = (permission: ApiKey['permissions']['system']): string =>
  permissionChoices.find(({ value }) => value === permission)?.label ?? permission;

export const expiryChoices = [
  { value: 'never', label: 'Never' },
  { value: '1', label: 'In a day' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
] as const;
export type ExpiryChoice = (typeof expiryChoices)[number]['value'];

/** When a key of this choice ends, as the gateway takes it; null: never. */
export const expiryOf = (choice: ExpiryChoice, now: number): string | null =>
  choice === 'never' ? null : new Date(now + Number(choice) * dayMs).toISOString();

/** Whether a key still opens anything. */
export function keyState(key: Pick<ApiKey, 'expiresAt'>, now: number): { mark: MarkKind; text: string } {
  if (key.expiresAt === null) return { mark: 'good', text: 'does not expire' };
  const left = Date.parse(key.expiresAt) - now;
  if (left <= 0) return { mark: 'idle', text: `expired ${formatDay(key.expiresAt)}` };
  return { mark: left < 7 * dayMs ? 'warning' : 'good', text: `until ${formatDay(key.expiresAt)}` };
}

/** Keys that work first, the newest first. */
export const sortedKeys = (keys: readonly ApiKey[], now: number): ApiKey[] =>
  [...keys].sort(
    (a, b) =>
      Number(isExpired(a, now)) - Number(isExpired(b, now)) ||
      Date.parse(b.createdAt) - Date.parse(a.createdAt),
  );

const isExpired = (key: ApiKey, now: number): boolean =>
  key.expiresAt !== null && Date.parse(key.expiresAt) <= now;
