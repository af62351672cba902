import process from 'node:process';
import { metric, single } from '#platform/metrics/prometheus-text.ts';
import type { Broker } from '../broker/broker.ts';
import type { FleetStore } from '../database/tables.ts';
import { brokerMetrics } from '../mqtt/broker-metrics.ts';

/** Figures of this backend for Prometheus. */
export async function fleetMetrics(deps: {
  version: string;
  store: FleetStore;
  answered: ReadonlyMap<number, number>;
  broker: Broker;
}): Promise<string> {
  const { read } = deps.store;
  const { events } = await read
    .selectFrom('audit_events')
    .select((is) => is.fn.max('seq').as('events'))
    .executeTakeFirstOrThrow();
  const { user, system } = process.cpuUsage();
  return [
    metric('fleet_info', 'gauge', 'The version that runs.', [
      { labels: { version: deps.version }, value: 1 },
    ]),
    single('fleet_uptime_seconds', 'gauge', 'Time since the start.', process.uptime()),
    single('fleet_memory_bytes', 'gauge', 'Resident memory of this process.', process.memoryUsage.rss()),
    single('fleet_cpu_seconds_total', 'counter', 'CPU time of this process.', (user + system) / 1e6),
    single('fleet_audit_events_total', 'counter', 'Events in the audit log.', Number(events ?? 0)),
    metric(
      'fleet_http_responses_total',
      'counter',
      'Answers by HTTP status.',
      [...deps.answered].map(([status, value]) => ({ labels: { status }, value })),
    ),
    brokerMetrics(deps.broker),
  ].join('');
}
