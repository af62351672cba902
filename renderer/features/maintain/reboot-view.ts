import type { Job } from '#shared/bridge/maintenance.ts';

/** Measured downtime of the newest reboot that came back, in milliseconds; null when there is none. */
export function lastReboot(jobs: readonly Job[], gatewayId: string): number | null {
  const reboots = jobs.filter(
    (job) => job.gatewayId === gatewayId && job.kind === 'reboot' && job.downtimeMs !== null,
  );
  const newest = reboots.sort((a, b) => b.startedAt - a.startedAt)[0];
  return newest?.downtimeMs ?? null;
}
