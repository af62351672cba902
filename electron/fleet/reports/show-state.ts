import type { Report } from '#shared/fleet-api/report.ts';

/** All that is known of an agent from its reports, as the API shows it. `reportedAt`: epoch milliseconds. */
export function showState(report: Report, reportedAt: number) {
  const { apps = {}, config = {}, version = null, is_online = null, endpoints_health, ...rest } = report;
  const reported_at = new Date(reportedAt).toISOString();
  return { apps, config, system_info: rest, version, is_online, reported_at };
}
