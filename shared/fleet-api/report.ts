import { z } from 'zod';
import { isDeeperThan, maxJsonDepth } from './json-depth.ts';

/**
 * What an agent reports of itself (wire §3.2). Agents differ and must never be refused for one bad field: what does not fit
 * its schema is dropped and counted, what is not known is kept.
 */

const percent = z.number();
/** Mebibytes, as the agent measures them. */
const megabytes = z.number().min(0);
const object = z.record(z.string(), z.unknown());

/** Of one sensor, by its name. */
const healthFields = {
  protocol: z.string(),
  status: z.string(),
  connected: z.boolean(),
  /** ISO 8601 or epoch milliseconds, by the agent's clock. */
  lastPoll: z.union([z.string(), z.number()]),
  lastSeen: z.union([z.string(), z.number()]),
  errorCount: z.number(),
  lastError: z.string(),
  responseTimeMs: z.number(),
  pollSuccessRate: z.number(),
  registersUpdated: z.number(),
  communicationQuality: z.string(),
} as const;
export type EndpointHealth = Partial<z.infer<z.ZodObject<typeof healthFields>>>;

/** The system metrics: only in every second report, then all of them that the machine has. */
export const metricFields = {
  uptime: z.number().min(0),
  cpu_usage: percent,
  /** Degrees Celsius. */
  cpu_temp: z.number(),
  memory_usage: megabytes,
  memory_total: megabytes,
  storage_usage: megabytes,
  storage_total: megabytes,
  top_processes: z.array(object),
  network_interfaces: z.array(object),
} as const;

const reportFields = {
  apps: z.union([object, z.array(object)]),
  is_online: z.boolean(),
  /** Of the target state that was applied. */
  version: z.int(),
  ...metricFields,
  local_ip: z.string(),
  os_version: z.string(),
  architecture: z.string(),
  agent_version: z.string(),
  devices: z.array(object),
  config: object,
  endpoints_health: object,
} as const;

type KnownReport = Partial<z.infer<z.ZodObject<typeof reportFields>>>;

export type Report = Omit<KnownReport, 'endpoints_health'> & {
  endpoints_health?: Record<string, EndpointHealth>;
  [unknown: string]: unknown;
};

export interface ReadReport {
  report: Report;
  /** Fields that were dropped, as paths; an agent's owner can look for them. */
  dropped: string[];
}

/** Reads one agent's report; null when it is no object at all. */
export function readReport(given: unknown): ReadReport | null {
  if (!isPlainObject(given)) return null;
  const dropped: string[] = [];
  const report: Report = keepFitting(given, reportFields, '', dropped);
  const health: unknown = report.endpoints_health;
  if (isPlainObject(health)) report.endpoints_health = readHealth(health, dropped);
  return { report, dropped };
}

function readHealth(health: object, dropped: string[]): Record<string, EndpointHealth> {
  const read = new Map<string, EndpointHealth>();
  for (const [name, each] of Object.entries(health)) {
    const path = `endpoints_health.${name}`;
    if (isPlainObject(each)) read.set(name, keepFitting(each, healthFields, `${path}.`, dropped));
    else dropped.push(path);
  }
  return Object.fromEntries(read);
}

/** An absent value may be written as null, such as the temperature of a machine without a sensor: left out, not counted. */
function keepFitting(
  given: object,
  fields: Readonly<Record<string, z.ZodType>>,
  prefix: string,
  dropped: string[],
): Record<string, unknown> {
  const kept = new Map<string, unknown>();
  for (const [name, value] of Object.entries(given)) {
    const schema = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value === null && schema !== undefined) continue;
    const fits = schema === undefined || schema.safeParse(value).success;
    if (fits && !isDeeperThan(maxJsonDepth, value)) kept.set(name, value);
    else dropped.push(prefix + name);
  }
  return Object.fromEntries(kept);
}

const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In the first report of an agent that was started, and when they have changed (wire §2.4); or always, unless they were dropped. */
const stayingFields: ReadonlySet<string> = new Set([
  'apps',
  'is_online',
  'version',
  'local_ip',
  'os_version',
  'architecture',
  'agent_version',
  'devices',
  'config',
  'endpoints_health',
]);

/**
 * What is known of an agent after one more report. Its fields stay until they come again, and so do the metrics, which come
 * together in every second report. Fields that nobody knows are kept of the last report only, or a report at a time would pile up.
 */
export function mergeReports(before: Report | null, next: Report): Report {
  if (before === null) return next;
  const hasMetrics = Object.keys(metricFields).some((name) => Object.hasOwn(next, name));
  const stays = (name: string) =>
    stayingFields.has(name) || (!hasMetrics && Object.hasOwn(metricFields, name));
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => stays(name))), ...next };
}
