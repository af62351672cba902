import type { Failure } from '#shared/errors/failure.ts';
import type { Activity } from '#shared/gateway-api/management-api.ts';

/** What the type filter calls them, in the order of the list. */
export const typeWords: Record<Activity['type'], string> = {
  session: 'Logins',
  account: 'Accounts',
  'api-key': 'API keys',
  upgrade: 'Upgrades',
  firmware: 'Firmware',
  update: 'Updates',
  restore: 'Restores',
  backup: 'Backups',
  snapshot: 'Snapshots',
  license: 'Licence',
  process: 'Processes',
  log: 'Logs',
  reboot: 'Reboots',
  setting: 'Settings',
  point: 'Points',
};

const nouns: Record<Activity['type'], string> = {
  session: 'Login',
  account: 'Account',
  'api-key': 'API key',
  upgrade: 'Upgrade',
  firmware: 'Firmware',
  update: 'Update',
  restore: 'Restore',
  backup: 'Backup',
  snapshot: 'Snapshot',
  license: 'Licence',
  process: 'Process',
  log: 'Log',
  reboot: 'Reboot',
  setting: 'Setting',
  point: 'Point',
};

const sessionWords: Record<string, string> = { created: 'Logged in', ended: 'Logged out' };

/** `Snapshot created`, `API key revoked`, `Logged in`; of boxes with other types their own word. */
export const activityTitle = ({ type, action }: Pick<Activity, 'type' | 'action'>): string =>
  (type === 'session' ? sessionWords[action] : undefined) ??
  `${nouns[type] ?? type} ${action.replaceAll('-', ' ')}`;

const unwelcome = /\b(refused|failed|denied|locked|rolled|interrupted)\b/i;

/** Whether somebody should look at it: something was refused or went wrong. */
export const isUnwelcome = ({ action }: Pick<Activity, 'action'>): boolean => unwelcome.test(action);

/** Where the request came from; null for what the gateway did by itself. */
export const addressOf = ({ details }: Pick<Activity, 'details'>): string | null =>
  typeof details.address === 'string' ? details.address : null;

/** Details as lines; the address has a column of its own. */
export const detailLines = ({ details }: Pick<Activity, 'details'>): { name: string; value: string }[] =>
  Object.entries(details)
    .filter(([name]) => name !== 'address')
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));

/** Entries of all pages, each once: a box that does not know `before` answers the same page again. */
export function joinPages(pages: readonly (readonly Activity[])[]): Activity[] {
  const seen = new Set<string>();
  return pages.flat().filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The id to ask older entries with; null when there are none: the page was short or brought nothing new. */
export function olderThan(pages: readonly (readonly Activity[])[], pageSize: number): string | null {
  const last = pages.at(-1) ?? [];
  const before = joinPages(pages.slice(0, -1)).length;
  const all = joinPages(pages);
  if (last.length < pageSize || all.length === before) return null;
  return all.at(-1)?.id ?? null;
}

/** Said when a file does not hold everything; null when it does. */
export function cutWords(result: {
  oldest: string | null;
  cut: Failure | 'too-large' | null;
}): string | null {
  const { oldest, cut } = result;
  if (cut === null) return null;
  const end = `The file ends with ${oldest ?? 'nothing'}; older entries are missing.`;
  return cut === 'too-large' ? `${end} It reached 1 GB.` : `${end} ${cut.message}`;
}
