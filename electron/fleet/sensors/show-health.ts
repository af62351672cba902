import type { Endpoint } from '#shared/fleet-api/target-state/endpoint.ts';
import { isoTime } from '../target-state/show-target.ts';
import { healthOf, type SensorFacts, settingsOf } from './show-sensor.ts';

/** How one sensor is, as far as its agent has told (wire §1.7). */
export function showHealth(endpoint: Endpoint, facts: SensorFacts, location: string | null) {
  const { target, current, marks } = facts;
  const health = current?.report.endpoints_health?.[endpoint.name];
  return {
    name: endpoint.name,
    protocol: endpoint.protocol,
    ...settingsOf(endpoint),
    ...healthOf(health),
    dataPoints: endpoint.dataPoints?.length ?? 0,
    lastUpdated: isoTime(marks.get(endpoint.uuid ?? '')?.updated_at ?? null),
    synced: !target.held,
    lastSeen: health?.lastSeen ?? null,
    location,
  };
}

export function summaryOf(sensors: readonly ReturnType<typeof showHealth>[]) {
  const enabled = sensors.filter((each) => each.enabled).length;
  const byProtocol = Map.groupBy(sensors, ({ protocol }) => protocol);
  return {
    total: sensors.length,
    enabled,
    disabled: sensors.length - enabled,
    byProtocol: Object.fromEntries([...byProtocol].map(([protocol, all]) => [protocol, all.length])),
  };
}
