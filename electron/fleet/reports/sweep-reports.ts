import type { FleetStore } from '../database/tables.ts';

const dayMs = 86_400_000;

/** How long what agents report is kept. */
export const reportRetention = {
  /** Metrics, one in a quarter of an hour (wire §4). */
  metricsMs: 90 * dayMs,
  /** All the other metrics. */
  everyMetricMs: 2 * dayMs,
  sensorHealthMs: 30 * dayMs,
} as const;

/** Drops what is older than that. */
export const sweepReports = (store: FleetStore, at: number): Promise<void> =>
  store.write(async (trx) => {
    for (const [isKept, keptMs] of [
      [0, reportRetention.everyMetricMs],
      [1, reportRetention.metricsMs],
    ] as const) {
      await trx
        .deleteFrom('agent_metrics')
        .where('is_kept', '=', isKept)
        .where('recorded_at', '<', at - keptMs)
        .execute();
    }
    await trx
      .deleteFrom('sensor_health')
      .where('at', '<', at - reportRetention.sensorHealthMs)
      .execute();
  });
