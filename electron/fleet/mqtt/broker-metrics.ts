import { single } from '#platform/metrics/prometheus-text.ts';
import type { Broker, BrokerStatistics } from '../broker/broker.ts';

type Figure = Exclude<keyof BrokerStatistics, 'kind'>;

const figures: readonly [name: string, figure: Figure, type: 'gauge' | 'counter', help: string][] = [
  ['connected_clients', 'connected', 'gauge', 'Clients that are connected.'],
  ['kept_sessions', 'sessionsKept', 'gauge', 'Sessions that outlive their connection.'],
  ['subscriptions', 'subscriptions', 'gauge', 'Subscriptions of connected clients.'],
  ['retained_messages', 'retained', 'gauge', 'Messages that are kept for later subscribers.'],
  ['messages_received_total', 'messagesIn', 'counter', 'Messages of clients.'],
  ['messages_sent_total', 'messagesOut', 'counter', 'Messages to clients.'],
  ['bytes_received_total', 'bytesIn', 'counter', 'Bytes of clients.'],
  ['bytes_sent_total', 'bytesOut', 'counter', 'Bytes to clients.'],
  ['connections_refused_total', 'refusedConnections', 'counter', 'Connections beyond a limit.'],
  ['logins_refused_total', 'refusedLogins', 'counter', 'Logins that were refused.'],
  ['publishes_refused_total', 'refusedPublishes', 'counter', 'Messages to foreign topics.'],
  ['subscriptions_refused_total', 'refusedSubscriptions', 'counter', 'Subscriptions to foreign topics.'],
  ['protocol_errors_total', 'protocolErrors', 'counter', 'Broken packets and silent clients.'],
  ['messages_dropped_total', 'dropped', 'counter', 'Messages for slow or absent readers.'],
];

/** Figures of the broker for Prometheus; what an external one does not tell is left out. */
export function brokerMetrics(broker: Broker): string {
  const statistics = broker.statistics();
  return figures
    .map(([name, figure, type, help]) => {
      const value = statistics[figure];
      return value === null ? '' : single(`fleet_mqtt_${name}`, type, help, value);
    })
    .join('');
}
