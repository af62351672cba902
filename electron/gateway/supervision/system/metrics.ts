import { metric, prometheusContentType, single } from '#platform/metrics/prometheus-text.ts';
import type { ApiKeys } from '../api-keys/api-keys.ts';
import type { Drivers } from '../drivers/drivers.ts';
import type { Handlers } from '../http/call.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Figures, LiveResources } from '../resources/live-resources.ts';
import type { Sessions } from '../session/session.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import { type Identity, uptimeSeconds } from './identity.ts';

interface MetricsOptions {
  identity: Identity;
  drivers: Pick<Drivers, 'status'>;
  sessions: Pick<Sessions, 'count'>;
  apiKeys: Pick<ApiKeys, 'list'>;
  snapshots: Pick<Snapshots, 'list'>;
  jobs: Pick<Jobs, 'open'>;
  live: Pick<LiveResources, 'figures'>;
  /** Answers so far, by status. */
  answered: ReadonlyMap<number, number>;
}

/** `GET /metrics` in the Prometheus text format 0.0.4. */
export const metricsCalls = (options: MetricsOptions): Pick<Handlers, 'metrics'> => ({
  async metrics() {
    const figures = await options.live.figures();
    return {
      status: 200,
      body: [...programMetrics(options), ...driverMetrics(options), ...machineMetrics(figures)].join(''),
      headers: { 'content-type': prometheusContentType },
    };
  },
});

function programMetrics({
  identity,
  sessions,
  apiKeys,
  snapshots,
  jobs,
  answered,
}: MetricsOptions): string[] {
  const { revision, firmware, bootId } = identity;
  const { user, system } = process.cpuUsage();
  const answers = [...answered].map(([code, value]) => ({ labels: { code }, value }));
  const info = [{ labels: { revision, firmware, boot_id: bootId }, value: 1 }];
  return [
    metric('gateway_info', 'gauge', 'What runs.', info),
    single(
      'gateway_uptime_seconds',
      'gauge',
      'Since the gateway application started.',
      uptimeSeconds(identity),
    ),
    single(
      'process_resident_memory_bytes',
      'gauge',
      'Of the gateway application.',
      process.memoryUsage.rss(),
    ),
    single('process_cpu_seconds_total', 'counter', 'User and system CPU time.', (user + system) / 1e6),
    metric('gateway_http_answers_total', 'counter', 'Answers by status.', answers),
    single('gateway_sessions', 'gauge', 'Live sessions.', sessions.count()),
    single('gateway_api_keys', 'gauge', 'API keys, expired ones included.', apiKeys.list().length),
    single('gateway_snapshots', 'gauge', 'Snapshots on the gateway.', snapshots.list().length),
    single('gateway_jobs_open', 'gauge', 'Jobs that run or wait for a boot.', jobs.open().length),
  ];
}

function driverMetrics({ drivers }: MetricsOptions): string[] {
  const status = drivers.status().map(({ id, driver, state, restarts }) => ({
    labels: { id, driver },
    up: state === 'running' ? 1 : 0,
    restarts,
  }));
  return [
    metric(
      'gateway_driver_up',
      'gauge',
      'Whether a driver instance runs and reads.',
      status.map(({ labels, up: value }) => ({ labels, value })),
    ),
    metric(
      'gateway_driver_restarts_total',
      'counter',
      'Ends by itself since the start.',
      status.map(({ labels, restarts: value }) => ({ labels, value })),
    ),
  ];
}

function machineMetrics({ cpu, memory, disk, network }: Figures): string[] {
  return [
    single('machine_cpu_usage_percent', 'gauge', 'Of all cores together.', cpu.usage),
    single('machine_memory_total_bytes', 'gauge', 'Memory of the machine.', memory.total),
    single('machine_memory_free_bytes', 'gauge', 'What programs can still have.', memory.free),
    single('machine_disk_total_bytes', 'gauge', 'File system of the data folder.', disk.total),
    single('machine_disk_free_bytes', 'gauge', 'What programs can still have.', disk.free),
    single('machine_network_receive_bytes_total', 'counter', 'Since boot, but loopback.', network.bytesIn),
    single('machine_network_transmit_bytes_total', 'counter', 'Since boot, but loopback.', network.bytesOut),
  ];
}
