import type { Drivers } from '../drivers/drivers.ts';
import type { Handlers } from '../http/call.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Sessions } from '../session/session.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import { type Identity, uptimeSeconds } from './identity.ts';

interface MetricsOptions {
  identity: Identity;
  drivers: Drivers;
  sessions: Sessions;
  snapshots: Snapshots;
  jobs: Jobs;
  /** Answers so far, by status. */
  answered: ReadonlyMap<number, number>;
}

interface Sample {
  labels?: Readonly<Record<string, string | number>>;
  value: number;
}

/** `GET /metrics` in the Prometheus text format 0.0.4. */
export const metricsCalls = (options: MetricsOptions): Pick<Handlers, 'metrics'> => ({
  metrics: () => ({ status: 200, body: metricsText(options) }),
});

function metricsText({ identity, drivers, sessions, snapshots, jobs, answered }: MetricsOptions): string {
  const { revision, firmware, bootId } = identity;
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const status = drivers.status();
  const values = status.flatMap(({ id, driver, values }) =>
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'number' ? [{ labels: { id, driver, name }, value }] : [],
    ),
  );
  return [
    metric('gateway_info', 'gauge', 'What runs.', [
      { labels: { revision, firmware, boot_id: bootId }, value: 1 },
    ]),
    metric('gateway_uptime_seconds', 'gauge', 'Since the gateway application started.', [
      { value: uptimeSeconds(identity) },
    ]),
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', [{ value: memory.rss }]),
    metric('process_cpu_seconds_total', 'counter', 'User and system CPU time.', [
      { value: (cpu.user + cpu.system) / 1e6 },
    ]),
    metric(
      'gateway_http_answers_total',
      'counter',
      'Answers by status.',
      [...answered].map(([code, value]) => ({ labels: { code }, value })),
    ),
    metric('gateway_sessions', 'gauge', 'Live sessions.', [{ value: sessions.count() }]),
    metric('gateway_snapshots', 'gauge', 'Snapshots on the gateway.', [{ value: snapshots.list().length }]),
    metric('gateway_jobs_open', 'gauge', 'Jobs that run or wait for a boot.', [
      { value: jobs.open().length },
    ]),
    metric(
      'gateway_driver_up',
      'gauge',
      'Whether a driver instance runs.',
      status.map(({ id, driver, state }) => ({ labels: { id, driver }, value: state === 'running' ? 1 : 0 })),
    ),
    metric('gateway_driver_value', 'gauge', 'Last value that a driver read.', values),
  ].join('');
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Sample['labels']): string {
  if (labels === undefined) return '';
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
