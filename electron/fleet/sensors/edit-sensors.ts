import type { Endpoint } from '#shared/fleet-api/target-state/endpoint.ts';
import { ok, type Result } from '#shared/result.ts';
import type { By } from '../target-state/target-states.ts';
import { editedVersion, type TargetVersion } from '../target-state/target-version.ts';

/** What becomes of the list of sensors; SENSOR_… when it must not. */
export type SensorEdit = (endpoints: readonly Endpoint[]) => Result<Endpoint[]>;

/** The version of a target state in which its sensors are edited. Fails with what `edit` fails with. */
export function withSensors(
  before: TargetVersion | null,
  edit: SensorEdit,
  options: By & { hold: boolean },
): Result<TargetVersion> {
  const endpoints = edit(before?.config.endpoints ?? []);
  if (!endpoints.ok) return endpoints;
  const document = { apps: before?.apps ?? {}, config: { ...before?.config, endpoints: endpoints.value } };
  return ok(editedVersion(before, { document, change: 'sensors', ...options }));
}
