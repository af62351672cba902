import { failure } from '#shared/errors/failure.ts';
import { type Endpoint, endpointSchema } from '#shared/fleet-api/target-state/endpoint.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** More are of no use to whoever mends the sensor. */
const maxComplaints = 5;

/** A sensor with some of its fields changed; it stays the same sensor. SENSOR_INVALID. */
export function changedSensor(from: Endpoint, changes: Record<string, unknown>): Result<Endpoint> {
  const read = endpointSchema.safeParse({ ...from, ...changes, uuid: from.uuid });
  if (read.success) return ok(read.data);
  const complaints = read.error.issues.slice(0, maxComplaints);
  const what = complaints.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ');
  return fail(failure('SENSOR_INVALID', { what }));
}
