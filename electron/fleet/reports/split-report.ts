import { isDeepStrictEqual } from 'node:util';
import { type EndpointHealth, metricFields, type Report } from '#shared/fleet-api/report.ts';

/** What a report holds for the different places where it goes. */

const figures: ReadonlySet<string> = new Set([...Object.keys(metricFields), 'endpoints_health']);

/** A report without what changes every time: figures and the health of sensors. */
export const stateOf = (report: Report): Report =>
  Object.fromEntries(Object.entries(report).filter(([name]) => !figures.has(name)));

/** Whether anything but figures has changed. */
export const isOtherState = (before: Report, after: Report): boolean =>
  !isDeepStrictEqual(stateOf(before), stateOf(after));

/** The system metrics of a report as columns; null when it has none. */
export function metricsOf(report: Report) {
  const { cpu_usage, cpu_temp, memory_usage, memory_total, storage_usage, storage_total } = report;
  const given = { cpu_usage, cpu_temp, memory_usage, memory_total, storage_usage, storage_total };
  if (Object.values(given).every((value) => value === undefined)) return null;
  return {
    cpu_usage: cpu_usage ?? null,
    cpu_temp: cpu_temp ?? null,
    memory_usage: memory_usage ?? null,
    memory_total: memory_total ?? null,
    storage_usage: storage_usage ?? null,
    storage_total: storage_total ?? null,
  };
}

/** What an agent says of its machine, as columns of its own row; what it does not say is left out. */
export function machineOf(report: Report) {
  const { local_ip, os_version, architecture, agent_version, network_interfaces = [] } = report;
  const lan = network_interfaces.find((each) => each.default === true) ?? network_interfaces[0];
  const told = {
    ip_address: local_ip,
    mac_address: typeof lan?.mac === 'string' ? lan.mac : undefined,
    ...{ os_version, architecture, agent_version },
  };
  return Object.fromEntries(
    Object.entries(told).filter((entry): entry is [keyof typeof told, string] => entry[1] !== undefined),
  );
}

/** Sensors of a report whose health is worth a row: it has changed, or `all` are wanted. */
export function healthToKeep(
  before: Report | null,
  report: Report,
  all: boolean,
): [string, EndpointHealth][] {
  const known = new Map(Object.entries(before?.endpoints_health ?? {}));
  return Object.entries(report.endpoints_health ?? {}).filter(([name, health]) => {
    const last = known.get(name);
    return all || last === undefined || !isSameHealth(last, health);
  });
}

const isSameHealth = (one: EndpointHealth, other: EndpointHealth): boolean =>
  one.connected === other.connected &&
  one.status === other.status &&
  one.errorCount === other.errorCount &&
  one.lastError === other.lastError;
