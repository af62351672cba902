import type { Gateway } from '#shared/bridge/gateways.ts';

/** What every tab is given. */
export interface TabProps {
  gateway: Gateway;
}
