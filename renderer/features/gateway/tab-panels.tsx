import { type ComponentType, lazy } from 'react';
import type { Gateway } from '#shared/bridge/gateways.ts';
import type { GatewayTab } from '../../lib/routes.ts';

/** What every tab is given. Its module is a chunk of its own and has the tab as its default export. */
export interface TabProps {
  gateway: Gateway;
}

export const tabPanels: Record<GatewayTab, ComponentType<TabProps>> = {
  overview: lazy(() => import('./overview/overview-tab.tsx')),
  maintain: lazy(() => import('../maintain/maintain-tab.tsx')),
  snapshots: lazy(() => import('./snapshots/snapshots-tab.tsx')),
  points: lazy(() => import('./points/points-tab.tsx')),
  processes: lazy(() => import('./processes/processes-tab.tsx')),
  resources: lazy(() => import('./resources/resources-tab.tsx')),
  logs: lazy(() => import('./logs/logs-tab.tsx')),
  activity: lazy(() => import('./activity/activity-tab.tsx')),
  updates: lazy(() => import('./updates/updates-tab.tsx')),
  licence: lazy(() => import('./licence/licence-tab.tsx')),
  access: lazy(() => import('./access/access-tab.tsx')),
};
