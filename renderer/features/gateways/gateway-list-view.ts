import type { Gateway } from '#shared/bridge/gateways.ts';
import { compareRevisions } from '#shared/gateway-api/revision.ts';
import { connectionWord, gatewayName, placeText } from '../../lib/domain/gateway-view.ts';

export const listColumns = ['name', 'status', 'address', 'revision', 'firmware', 'seen'] as const;
export type ListColumn = (typeof listColumns)[number];

export interface Sort {
  column: ListColumn;
  descending: boolean;
}

/** A click on a column: sorts by it, a second one turns the order round. */
export const nextSort = (sort: Sort, column: ListColumn): Sort =>
  sort.column === column ? { column, descending: !sort.descending } : { column, descending: false };

/** Worst first, so that sorting by status brings up what needs a person. */
const urgency: Record<Gateway['connection']['state'], number> = {
  unreachable: 0,
  'certificate-untrusted': 1,
  'login-needed': 2,
  connecting: 3,
  restarting: 4,
  disconnected: 5,
  connected: 6,
};

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Revisions compare by value; a gateway without one comes last. */
function byRevision(a: Gateway, b: Gateway): number {
  const [left, right] = [a.identity?.revision, b.identity?.revision];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return compareRevisions(left, right);
}

const compare: Record<ListColumn, (a: Gateway, b: Gateway) => number> = {
  name: (a, b) => natural.compare(gatewayName(a), gatewayName(b)),
  status: (a, b) => urgency[a.connection.state] - urgency[b.connection.state],
  address: (a, b) => natural.compare(placeText(a), placeText(b)),
  revision: byRevision,
  firmware: (a, b) => natural.compare(a.identity?.firmware ?? '', b.identity?.firmware ?? ''),
  seen: (a, b) => (b.connection.lastSeenAt ?? 0) - (a.connection.lastSeenAt ?? 0),
};

/** The rows that match every word of the filter, in the wanted order; equal ones by name. */
export function visibleGateways(gateways: readonly Gateway[], filter: string, sort: Sort): Gateway[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = gateways.filter((gateway) => {
    const text = searchText(gateway);
    return words.every((word) => text.includes(word));
  });
  const direction = sort.descending ? -1 : 1;
  return matching.sort((a, b) => direction * compare[sort.column](a, b) || compare.name(a, b));
}

const searchText = (gateway: Gateway): string =>
  [
    gatewayName(gateway),
    gateway.identity?.name,
    gateway.address,
    gateway.serial?.port.path,
    gateway.serial?.port.label,
    gateway.identity?.revision,
    gateway.identity?.firmware,
    connectionWord(gateway.connection.state).word,
    gateway.username,
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
