import type { Gateway } from '#shared/bridge/gateways.ts';
import { type GatewayTab, gatewayTabs } from '../routes.ts';
import { gatewayName } from './gateway-view.ts';

export const tabWords: Record<GatewayTab, string> = {
  overview: 'Overview',
  maintain: 'Maintain',
  snapshots: 'Snapshots',
  points: 'Points',
  processes: 'Processes',
  resources: 'Resources',
  logs: 'Logs',
  activity: 'Activity',
  updates: 'Updates',
  licence: 'Licence',
  access: 'Access',
};

/** What a tab lives on: one of the two APIs, an extension, or either of them. */
const needs: Record<GatewayTab, (gateway: Gateway) => boolean> = {
  overview: () => true,
  maintain: ({ offers }) => offers.system,
  snapshots: (gateway) => gateway.offers.system && hasExtension(gateway, 'snapshots'),
  points: ({ offers }) => offers.system,
  processes: ({ offers }) => offers.management,
  resources: ({ offers }) => offers.management,
  logs: ({ offers }) => offers.management,
  activity: ({ offers }) => offers.management,
  updates: ({ offers }) => offers.management,
  licence: ({ offers }) => offers.management,
  access: () => true,
};

/** Whether the box announces one of our extensions; false as long as it was never connected. */
export const hasExtension = (gateway: Gateway, extension: string): boolean =>
  gateway.identity?.extensions.includes(extension) ?? false;

/** The tabs that this box can serve, in order. */
export const tabsOf = (gateway: Gateway): GatewayTab[] => gatewayTabs.filter((tab) => needs[tab](gateway));

/** One line that says what is not shown and why; null when nothing is missing. */
export function missingLine(gateway: Gateway): string | null {
  const { offers, identity, connection } = gateway;
  const name = gatewayName(gateway);
  // A box that answers and does not say what it is announces nothing of ours.
  if (identity === null && connection.state !== 'connected') return null;
  if (!offers.system) {
    return `Only the management API of ${name} is used, so there is no maintenance, no snapshots and no points.`;
  }
  const plain = identity === null || identity.extensions.length === 0;
  if (!offers.management) {
    return `${plain ? 'A plain gateway without extensions, and only' : 'Only'} the system API of ${name} is used: processes, resources, logs, activity, updates and licence come with its management API.`;
  }
  return plain
    ? 'A plain gateway without extensions: snapshots, settings and the progress of its own jobs are not offered by it.'
    : null;
}
