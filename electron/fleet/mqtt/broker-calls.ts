import type { Broker } from '../broker/broker.ts';
import type { FleetHandlers } from '../http/call.ts';

/** The broker itself, for its administrators. */
export function brokerCalls(broker: Broker): Pick<FleetHandlers, 'brokerStatistics'> {
  return {
    brokerStatistics: () => ({ status: 200, body: { urls: [...broker.urls()], ...broker.statistics() } }),
  };
}
