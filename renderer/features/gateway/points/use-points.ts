import type { Gateway } from '#shared/bridge/gateways.ts';
import type { Changes } from '../../../lib/gateway-calls/use-gateway-act.ts';
import { usePeers } from '../../../lib/gateway-calls/use-gateway-call.ts';

/** Configuration changes by hand, and seldom by somebody else; states and values change by themselves. */
const configurationMs = 20_000;
const stateMs = 3_000;
const valuesMs = 2_000;

export const useDrivers = (gateway: Gateway) =>
  usePeers(gateway, 'gateways', 'getGateways', {}, { pollMs: stateMs });
export const useAddresses = (gateway: Gateway) =>
  usePeers(gateway, 'gateways', 'getAddresses', {}, { pollMs: configurationMs });
export const useLastValues = (gateway: Gateway) =>
  usePeers(gateway, 'gateways', 'getLastValues', {}, { pollMs: valuesMs });
export const useRoutes = (gateway: Gateway) =>
  usePeers(gateway, 'gateways', 'getRoutes', {}, { pollMs: stateMs });
export const useLogics = (gateway: Gateway) =>
  usePeers(gateway, 'logics', 'getLogics', {}, { pollMs: stateMs });

/** What is read again after each kind of change; deleting takes along what hangs on it. */
export const changesOf = {
  driver: ['gateways.getGateways', 'gateways.getAddresses', 'gateways.getLastValues', 'gateways.getRoutes'],
  address: ['gateways.getAddresses', 'gateways.getLastValues', 'gateways.getRoutes'],
  value: ['gateways.getLastValues'],
  route: ['gateways.getRoutes'],
  logic: ['logics.getLogics'],
} as const satisfies Record<string, Changes>;
