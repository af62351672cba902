import type { z } from 'zod';
import type { EndpointHealth } from '#shared/fleet-api/report.ts';
import type { sensorSchema } from '#shared/fleet-api/sensors-api.ts';
import type { Endpoint } from '#shared/fleet-api/target-state/endpoint.ts';
import type { SensorRow } from '../database/tables/target-state.ts';
import type { KnownState } from '../reports/report-rows.ts';
import { reportedTarget } from '../target-state/reported-target.ts';
import { isoTime } from '../target-state/show-target.ts';
import type { TargetVersion } from '../target-state/target-version.ts';
import { childOf, type ShownChild } from './show-child.ts';

export type ShownSensor = z.input<typeof sensorSchema>;

/** The agent's own default (wire §3.4). */
const defaultPollMs = 5_000;

/** What is known of the sensors of one agent. */
export interface SensorFacts {
  target: TargetVersion;
  current: KnownState | null;
  marks: ReadonlyMap<string, SensorRow>;
}

/** One endpoint of a target state as clients know sensors (wire §1.7). */
export function showSensor(endpoint: Endpoint, facts: SensorFacts): ShownSensor {
  const { target, current } = facts;
  const uuid = endpoint.uuid ?? '';
  const mark = facts.marks.get(uuid);
  const health = current?.report.endpoints_health?.[endpoint.name];
  const children = childrenOf(uuid, current);
  const isApplied = isDeployed(uuid, facts);
  return {
    ...{ id: uuid, uuid, configId: uuid, name: endpoint.name, protocol: endpoint.protocol },
    ...settingsOf(endpoint),
    dataPoints: endpoint.dataPoints ?? [],
    metadata: endpoint.metadata ?? {},
    configVersion: target.version,
    syncedToConfig: !target.held,
    deploymentStatus: isApplied ? 'deployed' : 'pending',
    lastDeployedAt: isApplied ? isoTime(target.lastDeployedAt) : null,
    createdAt: isoTime(mark?.created_at ?? null),
    updatedAt: isoTime(mark?.updated_at ?? null),
    createdBy: mark?.created_by ?? null,
    updatedBy: mark?.updated_by ?? null,
    ...{ childCount: children.length, children },
    health:
      health === undefined || current === null
        ? null
        : { ...healthOf(health), updatedAt: new Date(current.reportedAt).toISOString() },
  };
}

export const settingsOf = ({ enabled, pollInterval, connection }: Endpoint) => ({
  enabled: enabled ?? true,
  pollInterval: pollInterval ?? defaultPollMs,
  connection: connection ?? {},
});

export const healthOf = (health: EndpointHealth | undefined) => ({
  status: health?.status ?? null,
  connected: health?.connected ?? null,
  lastPoll: health?.lastPoll ?? null,
  errorCount: health?.errorCount ?? null,
  lastError: health?.lastError ?? null,
});

/** The agent has applied this version or a newer one, or it says that it has this sensor as it stands in no older one. */
function isDeployed(uuid: string, { target, current }: SensorFacts): boolean {
  if (target.held || current === null) return false;
  const { version, config } = current.report;
  if (version === undefined || version < target.version) return false;
  if (config?.endpoints === undefined) return true;
  const { endpoints } = reportedTarget(current.report).config;
  return Array.isArray(endpoints) && endpoints.some((each) => each?.uuid === uuid);
}

const childrenOf = (uuid: string, current: KnownState | null): ShownChild[] =>
  (current?.report.devices ?? []).map(childOf).filter(({ endpointUuid }) => endpointUuid === uuid);
