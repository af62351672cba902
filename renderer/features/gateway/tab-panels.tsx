import { type ComponentType, lazy } from 'react';
import type { GatewayTab } from '../../lib/routes.ts';
import type { TabProps } from './tab-props.ts';

/** Each tab's module is a chunk of its own and has the tab as its default export. */
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
